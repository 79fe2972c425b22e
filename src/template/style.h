/* Styles as a template package states them. Lengths are thousandths of a point. */
#ifndef TEMPLATE_STYLE_H
#define TEMPLATE_STYLE_H

#include "base/slice.h"

typedef int32_t length;

enum { POINT = 1000 };

enum align { ALIGN_STYLE, ALIGN_JUSTIFY, ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT };

/* Of a block or a piece of text. */
struct style {
    struct slice name;
    struct slice role;    /* 字体: a role of fonts.conf: 标题 黑体 楷体 仿宋 宋体 */
    struct slice western; /* 数字字体: the role of digits and Latin letters; empty: the same */
    length size;          /* 字号 */
    length leading;       /* 行距: baseline to baseline */
    enum align align;     /* 对齐 */
    length first_indent;  /* 首行缩进, in thousandths of the size (2 characters: 2000) */
    length left;          /* 左缩进 */
    length right;         /* 右缩进 */
    length before;        /* 段前 */
    length after;         /* 段后 */
    length western_gap;   /* 汉字数字距: between Han and these, in thousandths of the size */
    bool keep_next;       /* 与下段同页 */
    bool by_name;         /* 名称断行: lines end where an agency's name is best parted */
    uint32_t color;       /* 颜色: 0xRRGGBB */
};

struct page_style {
    length width; /* portrait; landscape swaps */
    length height;
    length top, bottom, left, right; /* margins of a portrait page; landscape turns them */
    length table_top, table_bottom, table_left, table_right; /* 表格页: of pages of tables */
    struct slice folio;     /* 页码, with # for the number: — # — */
    struct slice reference; /* 见页: what a link says of its page, with # for the number */
    struct style folio_style;
    bool recto;         /* 首页在右: the first numbered page is a right one in print */
    length folio_gap;   /* from the text area's bottom edge to the folio's baseline */
    bool folio_outside; /* odd pages right, even pages left (GB/T 9704); else centred */
};

struct table_style {
    length ruling;      /* 线宽 of inner rulings */
    length frame;       /* 框线宽 of the outer rulings */
    length head_ruling; /* 表头线宽 of the ruling below the head */
    length pad_x;       /* cell padding */
    length pad_y;
    length loose_pad_y; /* 宽松纵边距: rows of a table that has a page to itself grow up to this */
    length min_size;      /* 最小字号: text may be shrunk to this to save an orphan or to fit */
    int min_rows;         /* 末页最少行数: a page never carries fewer body rows */
    bool fixed;           /* 表次: a table has the number that its form fixes for it */
    length before, after; /* 表前距 表后距: blank around a table among text */
    struct slice total_role; /* 合计字体: of rows of level total; empty: as their class says */
    struct slice first_role; /* 类字体: of rows of level 1 */
    length indents[2]; /* 款缩进 项缩进: of the names of rows of level 2 and 3, thousandths of
                          the size */
    struct slice continued; /* 续表: what heads the further pages of a table; empty: nothing */
    struct style continued_style;
};

/* 断行: where heads, names and titles are best broken. */
struct break_style {
    struct slice words;         /* 词语, parted by blanks: not inside these */
    struct slice after, before; /* 名称后 名称前: characters that a name is parted after, before */
};

/* What charts say of themselves; # stands for what it is about. Empty: nothing. */
struct chart_style {
    struct slice unit;     /* 单位: top right, instead of behind every figure */
    struct slice zeros;    /* 零项: the items of a pie that are 0 */
    struct slice all_zero; /* 全零: all of them, instead of a pie */
};

#endif
