/*
 * The workbook to fill in (gongkai new --workbook): how its sheets say which cell holds which key.
 * The writer keeps to it, and the reader; people see none of it, since column A and the heads' rows
 * of patterns are hidden.
 *
 * Cell A1 of a sheet that holds keys is FORM_MARK; other sheets hold none and are passed over.
 * Below it, column A says what a row is:
 *
 *     a key's path      单位.名称: the value is in column C (FORM_VALUE)
 *     FORM_GRID         a grid begins. From column B on, a cell of this row says what the cells
 *                       below it hold:
 *                           <项>                         the code, word or number that stands for
 *                                                        this class in the keys of the row
 *                           收入.<项>.一般公共预算       the value of this key
 *                           nothing                      what the reader passes over: names, sums
 *                       The cells of <> columns, from left to right, take the place of the
 *                       segments in <> of the row's keys, from left to right; a key with fewer
 *                       such segments takes the first ones.
 *     nothing           inside a grid a row of it, also one that was inserted; else blank
 *     FORM_SKIP         passed over: headings, sums, notes
 *     FORM_END          the grid ends
 *
 *     A          B        C          D                        E
 *     @grid      <项>                收入.<项>.一般公共预算   收入.<项>.其他收入
 *     @skip      编码     科目名称   一般公共预算             其他收入
 *                2010101  行政运行   1000000.5
 *     @skip      合计                1000000.5
 *     @end
 *
 * A row of a grid without any value holds nothing, whatever code or number it has. Below <序号> the
 * items come in the order of their numbers; an empty number is the next one, and gaps close. In an
 * item's row an empty cell is a key left out. An empty cell is no 0, and a 0 no empty cell.
 * Paragraphs are lines of one cell. Amounts are in the unit that the key 单位.金额单位 says; a
 * number is to be read with 15 digits, since workbooks hold binary fractions, and a number that
 * needs more stands as text. Codes are text.
 */
#ifndef RECORD_FORM_H
#define RECORD_FORM_H

#define FORM_MARK "gongkai-form-1"
#define FORM_GRID "@grid"
#define FORM_SKIP "@skip"
#define FORM_END "@end"

enum {
    FORM_VALUE = 2, /* the column of a key's value, counted from 0 */
    FORM_FIRST = 2  /* the first row that may hold keys: a title and a note stand above */
};

#endif
