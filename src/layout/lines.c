/*
 * Chinese type stands in a grid: as a rule every character has the width of its size. So a line is
 * made in this order of preference:
 *
 *   1. The measure is divided into whole characters. If it misses a whole number by little (GB/T
 *      9704 puts 28 characters of 16 pt into 442 pt), all lines are set that little closer.
 *   2. Marks that meet are squeezed; an opening bracket at the start of a line stands flush; a
 *      closing mark at the end gives up its blank when the line would not fit otherwise.
 *   3. If a mark that may not start a line would drag a character down with it, the marks inside
 *      the line give up part of their blank instead.
 *   4. What is still missing is spread evenly between the characters, but never within a word, a
 *      number or an address.
 *
 * Where the document marks joints (between the words of a head), lines end only there, as long as
 * what stands between two of them fits.
 */
#include "layout/lines.h"

#include "layout/bidi.h"
#include "layout/script.h"
#include "layout/words.h"

#include <limits.h>
#include <string.h>

enum {
    EM_ASCENT = 880,   /* of the square that Chinese glyphs are drawn in, thousandths */
    GRID_PART = 64,    /* the grid may change the pitch by this part of the size */
    BALANCE_MAX = 128, /* atoms of a centred text whose lines are made of even length, and of any
                         that is no prose and broken between words */
    LOOSEST = 2,       /* a line that would be spaced by more than size / 2 is left ragged */
    WIDOW_TAKES = 4,   /* atoms that a line may send down to a last line of one character, */
    WIDOW_KEEPS = 4,   /* and those that it keeps at least in prose, */
    CELL_KEEPS = 2,    /* and elsewhere */
    UNIT_SPACED = 10   /* a number goes down to its unit if each gap grows by size / 10 at most */
};

/* ---- Natural widths ---- */

static length natural(const struct paragraph *paragraph, uint32_t i, bool starts)
{
    const struct atom *atom = &paragraph->atoms[i];
    return starts ? atom->advance : atom->advance - atom->pair_left - atom[-1].pair_right;
}

static bool is_blank(const struct atom *atom)
{
    return atom->class == ATOM_SPACE || atom->class == ATOM_BREAK;
}

static length indents(const struct paragraph *paragraph)
{
    return paragraph->style->left + paragraph->style->right;
}

static length first_indent(const struct paragraph *paragraph, length pitch)
{
    return (length)((int64_t)paragraph->style->first_indent * pitch / 1000);
}

enum ending { ENDS_FORCED, ENDS_MARK, ENDS_WORD, ENDS_ANYWHERE };

/* Whether a line may end after the atom. */
static bool ends_line(const struct atom *atom, enum ending ending)
{
    bool joint =
        (ending == ENDS_MARK && atom->joint == JOINT_MARK) || (ending == ENDS_WORD && atom->joint);
    return joint || atom->class == ATOM_BREAK || (ending == ENDS_ANYWHERE && atom->breaks);
}

/* The best places that the text has for its lines to end. */
static enum ending best_ending(const struct paragraph *paragraph)
{
    uint8_t best = paragraph->joint;
    return best == JOINT_MARK ? ENDS_MARK : best == JOINT_WORD ? ENDS_WORD : ENDS_ANYWHERE;
}

/* The stretch that is being measured, and the widest so far. */
struct reach {
    int64_t width, solid, widest;
    bool goes_on;
};

static void measure_atom(struct reach *reach, const struct paragraph *paragraph, uint32_t i,
                         bool ends)
{
    reach->width += natural(paragraph, i, !reach->goes_on);
    if (!is_blank(&paragraph->atoms[i]))
        reach->solid = reach->width;
    if (reach->solid > reach->widest)
        reach->widest = reach->solid;
    reach->goes_on = !ends;
    if (ends)
        reach->width = reach->solid = 0;
}

static length widest_of(const struct reach *reach)
{
    return (length)(reach->widest < INT_MAX / 8 ? reach->widest : INT_MAX / 8);
}

/* The widest stretch between places where a line ends. */
static length widest_part(const struct paragraph *paragraph, enum ending ending)
{
    struct reach reach = {0};
    for (uint32_t i = 0; i < paragraph->count; i++)
        measure_atom(&reach, paragraph, i, ends_line(&paragraph->atoms[i], ending));
    return widest_of(&reach);
}

static void find_widths(struct paragraph *paragraph)
{
    for (uint32_t i = 0; i < paragraph->count; i++) {
        const struct atom *atom = &paragraph->atoms[i];
        paragraph->forced = paragraph->forced || atom->class == ATOM_BREAK;
        paragraph->joint = atom->joint > paragraph->joint ? atom->joint : paragraph->joint;
    }
    enum ending ending = best_ending(paragraph);
    struct reach whole = {0}, words = {0};
    for (uint32_t i = 0; i < paragraph->count; i++) {
        const struct atom *atom = &paragraph->atoms[i];
        measure_atom(&whole, paragraph, i, atom->class == ATOM_BREAK);
        measure_atom(&words, paragraph, i, ends_line(atom, ending));
    }
    paragraph->widest = widest_of(&whole);
    paragraph->words = widest_of(&words);
}

length paragraph_widest(const struct paragraph *paragraph)
{
    return paragraph->widest + indents(paragraph) + first_indent(paragraph, paragraph->size);
}

length paragraph_narrowest(const struct paragraph *paragraph)
{
    return widest_part(paragraph, ENDS_ANYWHERE) + indents(paragraph);
}

length paragraph_words(const struct paragraph *paragraph)
{
    return paragraph->words + indents(paragraph);
}

/* How many lines the text takes at this width. */
static uint32_t count_lines(const struct paragraph *paragraph, length width)
{
    enum ending ending = best_ending(paragraph);
    uint32_t lines = 1;
    int64_t line = 0, part = 0; /* what stands in the line, and after its last end */
    for (uint32_t i = 0; i < paragraph->count; i++) {
        const struct atom *atom = &paragraph->atoms[i];
        part += natural(paragraph, i, line == 0 && part == 0);
        if (!ends_line(atom, ending) && i + 1 < paragraph->count)
            continue;
        bool over = line && line + part > width;
        lines += over;
        line = over ? part : line + part;
        part = 0;
        if (atom->class == ATOM_BREAK && i + 1 < paragraph->count) {
            lines++;
            line = 0;
        }
    }
    return lines;
}

length paragraph_least(const struct paragraph *paragraph, uint32_t lines)
{
    length low = paragraph->words, high = paragraph->widest;
    if (lines > 1 && count_lines(paragraph, low) <= lines)
        high = low;
    while (lines > 1 && high - low > paragraph->size / 8) {
        length middle = low + (high - low) / 2;
        if (count_lines(paragraph, middle) <= lines)
            high = middle;
        else
            low = middle;
    }
    return high + indents(paragraph) + first_indent(paragraph, paragraph->size);
}

/* ---- Gathering ---- */

static length shrunk(length size, struct shrink shrink)
{
    size = shrink.most && size > shrink.most ? shrink.most : size;
    length least = size < shrink.least ? size : shrink.least;
    return size - shrink.by > least ? size - shrink.by : least;
}

static void gather(struct shaper *shaper, const struct doc_node *node, struct shrink shrink)
{
    for (const struct doc_node *child = node->first; child; child = child->next)
        if (child->element == ELEMENT_TEXT)
            shape_text(shaper, child, child->text, shrunk(child->style->size, shrink));
        else if (child->element == ELEMENT_BREAK)
            shape_break(shaper, child);
        else if (child->element == ELEMENT_JOINT)
            shape_joint(shaper);
        else {
            gather(shaper, child, shrink);
            if (child->shows_page)
                shape_text(shaper, child, shaper_reference(shaper, child),
                           shrunk(child->style->size, shrink));
        }
}

/* The number or bullet of the list item that the block starts. */
static void gather_label(struct shaper *shaper, const struct doc_node *block, length size)
{
    const struct doc_node *item = block;
    if (block->parent && block->parent->element == ELEMENT_ITEM && block->parent->first == block)
        item = block->parent;
    if (item->element != ELEMENT_ITEM || !item->parent)
        return;
    unsigned number = 1;
    for (const struct doc_node *at = item->parent->first; at != item; at = at->next)
        number++;
    const char *label =
        item->parent->ordered ? arena_printf(shaper_arena(shaper), "%u.", number) : "•";
    shape_text(shaper, item, slice_of(label), size);
}

static struct paragraph *begin(struct shaper *shaper, const struct style *style,
                               struct shrink shrink)
{
    struct paragraph *paragraph = ARENA_NEW(shaper_arena(shaper), struct paragraph);
    paragraph->style = style;
    paragraph->align = style->align == ALIGN_STYLE ? ALIGN_JUSTIFY : style->align;
    paragraph->size = shrunk(style->size, shrink);
    paragraph->leading = (length)((int64_t)style->leading * paragraph->size / style->size);
    shape_begin(shaper);
    return paragraph;
}

static bool is_word_or_number(const struct atom *atom)
{
    return atom->class == ATOM_LATIN || atom->class == ATOM_SCRIPT || atom->code == '%';
}

/* Puts a little blank where Han and western characters meet; it is kept only within a line. */
static void part_scripts(struct paragraph *paragraph)
{
    for (uint32_t i = 0; i + 1 < paragraph->count; i++) {
        struct atom *a = &paragraph->atoms[i], *b = a + 1;
        bool meet = (a->class == ATOM_HAN && is_word_or_number(b)) ||
                    (is_word_or_number(a) && b->class == ATOM_HAN);
        length gap = (length)((int64_t)paragraph->style->western_gap * a->size / 1000);
        if (meet && a->level % 2)
            b->pair_left -= gap; /* what runs leftwards does not end where its glyphs do */
        else if (meet)
            a->pair_right -= gap;
    }
}

/* Whether the text is no name or head: it has the marks of a sentence. */
static bool is_sentence(const struct paragraph *paragraph)
{
    enum { COMMA = 0xFF0C, PERIOD = 0x3002, SEMICOLON = 0xFF1B };
    for (uint32_t i = 0; i < paragraph->count; i++) {
        uint32_t code = paragraph->atoms[i].code;
        if (code == COMMA || code == PERIOD || code == SEMICOLON)
            return true;
    }
    return false;
}

static void finish(struct shaper *shaper, struct paragraph *paragraph, bool heading)
{
    paragraph->atoms = shape_end(shaper, &paragraph->count);
    paragraph->flow = shaper_flow(shaper);
    if (paragraph->style->western_gap)
        part_scripts(paragraph);
    bool prose = paragraph->align == ALIGN_JUSTIFY && !heading;
    if (paragraph->style->by_name)
        names_mark(shaper_words(shaper), paragraph->atoms, paragraph->count);
    if (!prose && paragraph->count <= BALANCE_MAX && (heading || !is_sentence(paragraph)))
        words_mark(shaper_words(shaper), paragraph->atoms, paragraph->count);
    find_widths(paragraph);
}

struct paragraph *paragraph_new(struct shaper *shaper, const struct doc_node *block,
                                struct shrink shrink)
{
    struct paragraph *paragraph = begin(shaper, block->style, shrink);
    gather_label(shaper, block, paragraph->size);
    gather(shaper, block, shrink);
    finish(shaper, paragraph, block->element == ELEMENT_HEADING);
    return paragraph;
}

struct paragraph *paragraph_of_text(struct shaper *shaper, const struct doc_node *node,
                                    struct slice text)
{
    struct paragraph *paragraph = begin(shaper, node->style, (struct shrink){0, 0, 0});
    shape_text(shaper, node, text, paragraph->size);
    finish(shaper, paragraph, false);
    return paragraph;
}

struct paragraph *paragraph_of_parts(struct shaper *shaper, const struct style *style,
                                     const struct doc_node *const *texts, uint32_t count,
                                     struct shrink shrink)
{
    struct paragraph *paragraph = begin(shaper, style, shrink);
    for (uint32_t i = 0; i < count; i++)
        shape_text(shaper, texts[i], texts[i]->text, paragraph->size);
    finish(shaper, paragraph, false);
    return paragraph;
}

/* ---- Finding where a line ends ---- */

struct filling {
    struct paragraph *paragraph;
    length measure; /* without indents */
    length base;    /* change of pitch by the grid */
    enum ending ending;
    struct line *made; /* growing */
    uint32_t count, room;
};

struct choice {
    uint32_t end; /* atoms [start, end); 0 for none */
    length width;
};

/* The change of pitch that makes the measure a whole number of characters, if it is small. */
static length grid_pitch(const struct paragraph *paragraph, length measure)
{
    length size = paragraph->size, most = size / GRID_PART, count = measure / size;
    if (paragraph->align != ALIGN_JUSTIFY || count < 2)
        return 0;
    length closer = ((count + 1) * size - measure + count - 1) / count;
    length wider = (measure - count * size) / (count - 1);
    return closer <= most ? -closer : wider <= most ? wider : 0;
}

/* What the blank inside a mark can give when the line is squeezed: half of what it has. */
static length inner_give(const struct atom *atom)
{
    length right = atom->give_right - atom->pair_right, left = atom->give_left - atom->pair_left;
    return (right + left) / 2;
}

static length line_measure(const struct filling *filling, bool first)
{
    length pitch = filling->paragraph->size + filling->base;
    return filling->measure - (first ? first_indent(filling->paragraph, pitch) : 0);
}

/* An opening mark at the start of a line stands flush, but the paragraph's first line keeps its
 * indent of two whole characters. */
static length flush(const struct filling *filling, uint32_t i, bool first)
{
    bool keeps = first || filling->paragraph->align != ALIGN_JUSTIFY;
    return keeps ? 0 : filling->paragraph->atoms[i].give_left;
}

/* What the grid puts before the atom. */
static length base_before(const struct filling *filling, uint32_t i, uint32_t start)
{
    return i > start && !filling->paragraph->atoms[i - 1].tight ? filling->base : 0;
}

/* Looks from start for the last end that fits, and for the first one beyond it that would fit if
 * the marks in the line were squeezed. */
static void scan(const struct filling *filling, uint32_t start, struct choice *fits,
                 struct choice *squeezed)
{
    const struct paragraph *paragraph = filling->paragraph;
    bool first = start == 0;
    length measure = line_measure(filling, first), width = -flush(filling, start, first);
    length solid = 0, gives = 0;
    uint32_t emergency = start + 1;
    *fits = *squeezed = (struct choice){0};
    for (uint32_t i = start; i < paragraph->count; i++) {
        const struct atom *atom = &paragraph->atoms[i];
        width += natural(paragraph, i, i == start) + base_before(filling, i, start);
        bool ends = ends_line(atom, filling->ending) || i + 1 == paragraph->count;
        solid = is_blank(atom) ? solid : width;
        if (solid <= measure)
            emergency = i + 1;
        if (ends && solid - atom->give_right <= measure)
            *fits = (struct choice){i + 1, solid};
        else if (ends && !squeezed->end && solid - atom->give_right - gives <= measure)
            *squeezed = (struct choice){i + 1, solid};
        if (atom->class == ATOM_BREAK || solid - atom->give_right - gives > measure)
            break;
        gives += inner_give(atom);
    }
    if (!fits->end)
        *fits = squeezed->end ? *squeezed : (struct choice){emergency, measure};
}

/* How many places between atoms [from, to) may be spaced. */
static length gaps_between(const struct paragraph *paragraph, uint32_t from, uint32_t to)
{
    length gaps = 0;
    for (uint32_t i = from; i + 1 < to; i++)
        gaps += !paragraph->atoms[i].tight;
    return gaps;
}

static bool is_digit(const struct atom *atom)
{
    return atom->code >= '0' && atom->code <= '9';
}

/* Where the line ends instead of at `end`, which parts a number from its unit: before the number,
 * unless that leaves too much to spread. */
static uint32_t keep_unit(const struct filling *filling, uint32_t start, uint32_t end)
{
    const struct paragraph *paragraph = filling->paragraph;
    const struct atom *atoms = paragraph->atoms;
    if (end == paragraph->count || !is_digit(&atoms[end - 1]) || atoms[end].class != ATOM_HAN)
        return end;
    uint32_t before = end - 1;
    while (before > start && !atoms[before - 1].breaks)
        before--;
    if (before < start + WIDOW_KEEPS)
        return end;
    length missing = line_measure(filling, start == 0) + flush(filling, start, start == 0);
    for (uint32_t i = start; i < before; i++)
        missing -= natural(paragraph, i, i == start) + base_before(filling, i, start);
    length gaps = gaps_between(paragraph, start, before);
    return gaps && missing / gaps <= paragraph->size / UNIT_SPACED ? before : end;
}

static bool fits_whole(const struct filling *filling)
{
    const struct paragraph *paragraph = filling->paragraph;
    return !paragraph->forced && !filling->base && paragraph->widest <= line_measure(filling, true);
}

static uint32_t choose_end(const struct filling *filling, uint32_t start)
{
    if (start == 0 && fits_whole(filling))
        return filling->paragraph->count;
    struct choice fits, squeezed;
    scan(filling, start, &fits, &squeezed);
    length left_over = line_measure(filling, start == 0) - fits.width;
    bool drags = left_over >= filling->paragraph->size;
    bool squeeze = filling->paragraph->align == ALIGN_JUSTIFY && drags && squeezed.end &&
                   filling->paragraph->atoms[fits.end - 1].class != ATOM_BREAK;
    return keep_unit(filling, start, squeeze ? squeezed.end : fits.end);
}

/* ---- Making the line ---- */

/* Cuts a line that is too long: first the last mark's blank, then that of the marks inside, each in
 * proportion to what it has. */
static length squeeze(struct paragraph *paragraph, const struct line *line, length excess)
{
    struct atom *atoms = paragraph->atoms, *last = &atoms[line->end - 1];
    length end_cut = excess < last->give_right ? excess : last->give_right;
    last->cut_right += end_cut;
    excess -= end_cut;
    int64_t total = 0, sum = 0;
    for (uint32_t i = line->first; i + 1 < line->end; i++)
        total += inner_give(&atoms[i]);
    if (excess > total)
        excess = (length)total;
    for (uint32_t i = line->first; i + 1 < line->end && total; i++) {
        length mine = inner_give(&atoms[i]);
        length cut = (length)((sum + mine) * excess / total - sum * excess / total);
        sum += mine;
        *(atoms[i].class == ATOM_OPEN ? &atoms[i].cut_left : &atoms[i].cut_right) += cut;
    }
    return end_cut + excess;
}

/* Spreads what is missing to the measure between the atoms. */
static void spread(const struct paragraph *paragraph, struct line *line, length measure)
{
    length gaps = gaps_between(paragraph, line->first, line->end), missing = measure - line->width;
    if (gaps < 1 || missing <= 0 || missing / gaps > paragraph->size / LOOSEST)
        return;
    line->spacing += missing / gaps;
    line->extra = (uint32_t)(missing % gaps);
    line->width = measure;
}

/* Makes the line of atoms [start, end). */
static struct line make_line(struct filling *filling, uint32_t start, uint32_t end)
{
    struct paragraph *paragraph = filling->paragraph;
    struct atom *atoms = paragraph->atoms;
    bool first = start == 0;
    bool last = end == paragraph->count || (end > start && atoms[end - 1].class == ATOM_BREAK);
    length measure = line_measure(filling, first);
    struct line line = {.first = start, .end = end, .spacing = filling->base};
    line.indent = filling->measure - measure;
    while (line.end > start && is_blank(&atoms[line.end - 1]))
        line.end--;
    for (uint32_t i = start; i < line.end; i++) {
        atoms[i].cut_left = i == start ? flush(filling, i, first) : atoms[i].pair_left;
        atoms[i].cut_right = i + 1 < line.end ? atoms[i].pair_right : 0;
        line.width += atoms[i].advance - atoms[i].cut_left - atoms[i].cut_right;
        line.width += i + 1 < line.end && !atoms[i].tight ? line.spacing : 0;
    }
    if (line.width > measure && line.end > start)
        line.width -= squeeze(paragraph, &line, line.width - measure);
    if (paragraph->align == ALIGN_JUSTIFY && !last)
        spread(paragraph, &line, measure);
    return line;
}

static void add_line(struct shaper *shaper, struct filling *filling, struct line line)
{
    GROW(shaper_arena(shaper), filling->made, filling->count, filling->room, 4);
    filling->made[filling->count++] = line;
}

/* ---- A last line of one character ---- */

static bool is_widow(const struct paragraph *paragraph, const struct line *line)
{
    uint32_t characters = 0;
    for (uint32_t i = line->first; i < line->end; i++) {
        enum atom_class class = paragraph->atoms[i].class;
        characters += class != ATOM_CLOSE && class != ATOM_STOP;
    }
    return characters <= 1 && line->end > line->first;
}

/* The line before takes it up when squeezing allows, or else sends one character more down. */
static void mend_widow(struct filling *filling)
{
    struct paragraph *paragraph = filling->paragraph;
    struct line *last = &filling->made[filling->count - 1], *before = last - 1;
    if (paragraph->atoms[last->first - 1].class == ATOM_BREAK || !is_widow(paragraph, last))
        return;
    struct choice fits, squeezed;
    scan(filling, before->first, &fits, &squeezed);
    if (squeezed.end == paragraph->count && paragraph->align == ALIGN_JUSTIFY) {
        *before = make_line(filling, before->first, paragraph->count);
        filling->count--;
        return;
    }
    uint32_t end = last->first - 1;
    while (end > before->first && !ends_line(&paragraph->atoms[end - 1], filling->ending))
        end--;
    uint32_t keeps = paragraph->align == ALIGN_JUSTIFY ? WIDOW_KEEPS : CELL_KEEPS;
    if (end < before->first + keeps || last->first - end > WIDOW_TAKES)
        return;
    *before = make_line(filling, before->first, end);
    *last = make_line(filling, end, paragraph->count);
}

/* ---- Filling ---- */

static void fill(struct shaper *shaper, struct filling *filling)
{
    filling->count = 0;
    for (uint32_t start = 0; start < filling->paragraph->count;) {
        uint32_t end = choose_end(filling, start);
        add_line(shaper, filling, make_line(filling, start, end));
        start = end;
    }
    if (filling->count > 1)
        mend_widow(filling);
    if (filling->count == 0)
        add_line(shaper, filling, (struct line){0});
}

static bool is_joint(const struct atom *before, const struct atom *after)
{
    return before->breaks && (after->class == ATOM_OPEN || before->class == ATOM_STOP);
}

/* Two centred lines are best broken where the words are: 产出指标 / （50分）, 其中： / 市财政;
 * unless the text itself says where. */
static bool break_at_mark(struct filling *filling)
{
    const struct paragraph *paragraph = filling->paragraph;
    for (uint32_t i = 0; i < paragraph->count; i++)
        if (paragraph->atoms[i].class == ATOM_BREAK)
            return false;
    for (uint32_t i = 1; i < paragraph->count && filling->count == 2; i++) {
        if (!is_joint(&paragraph->atoms[i - 1], &paragraph->atoms[i]))
            continue;
        struct line above = make_line(filling, 0, i);
        struct line below = make_line(filling, i, paragraph->count);
        if (above.width > filling->measure || below.width > filling->measure)
            continue;
        filling->made[0] = above;
        filling->made[1] = below;
        return true;
    }
    return false;
}

/* The narrowest measure that gives no more lines makes the lines of a centred text even. */
static void balance(struct shaper *shaper, struct filling *filling)
{
    uint32_t lines = filling->count;
    length low = filling->measure / (length)(lines + 1), high = filling->measure;
    length widest = widest_part(filling->paragraph, filling->ending);
    low = filling->ending != ENDS_ANYWHERE && widest - 1 > low ? widest - 1 : low;
    while (high - low > filling->paragraph->size / 8) {
        filling->measure = low + (high - low) / 2;
        fill(shaper, filling);
        if (filling->count > lines)
            low = filling->measure;
        else
            high = filling->measure;
    }
    filling->measure = high;
    fill(shaper, filling);
}

static void fill_lines(struct shaper *shaper, struct paragraph *paragraph, length width)
{
    struct filling filling = {.paragraph = paragraph, .measure = width - indents(paragraph)};
    length measure = filling.measure;
    filling.base = grid_pitch(paragraph, measure);
    filling.ending = best_ending(paragraph);
    while (filling.ending < ENDS_ANYWHERE && widest_part(paragraph, filling.ending) > measure)
        filling.ending++;
    fill(shaper, &filling);
    bool even = paragraph->align == ALIGN_CENTER && filling.count > 1 &&
                paragraph->count <= BALANCE_MAX && paragraph->style->first_indent == 0;
    if (even && (filling.ending != ENDS_ANYWHERE || !break_at_mark(&filling)))
        balance(shaper, &filling);
    for (uint32_t i = 0; i < filling.count; i++) {
        struct line *line = &filling.made[i];
        length room = measure - line->indent - line->width;
        line->indent += paragraph->style->left;
        if (paragraph->align == ALIGN_CENTER)
            line->indent += room / 2;
        else if (paragraph->align == ALIGN_RIGHT)
            line->indent += room;
        else if (paragraph->align == ALIGN_JUSTIFY && paragraph->flow == TEXT_RTL)
            line->indent = paragraph->style->left + room;
    }
    paragraph->lines = filling.made;
    paragraph->line_count = filling.count;
    paragraph->height = paragraph->leading * (length)filling.count;
}

void paragraph_fill(struct shaper *shaper, struct paragraph *paragraph, length width)
{
    if (paragraph->lines && paragraph->filled == width && paragraph->filled_as == paragraph->align)
        return;
    paragraph->filled = width;
    paragraph->filled_as = paragraph->align;
    fill_lines(shaper, paragraph, width);
}

/* ---- Painting ---- */

/* Atoms of one op: same text, font, size and, where the line is spaced, spacing. */
static uint32_t run_end(const struct paragraph *paragraph, const struct line *line, uint32_t from)
{
    const struct atom *atoms = paragraph->atoms;
    uint32_t i = from + 1;
    bool spaced = line->spacing || line->extra, tight = atoms[from].tight;
    bool plain = paragraph->flow == TEXT_PLAIN;
    while (i < line->end && atoms[i].node == atoms[from].node &&
           atoms[i].font == atoms[from].font && atoms[i].size == atoms[from].size &&
           (plain ||
            (atoms[i].level == atoms[from].level && atoms[i].foreign == atoms[from].foreign))) {
        bool changes = tight ? !atoms[i - 1].tight : atoms[i].tight;
        if (spaced && changes)
            break;
        i++;
    }
    return i;
}

/* The glyphs of one atom; what its advance differs from the sum of theirs goes to the last. */
static inline void put_atom(const struct atom *atom, length spacing, struct paint_op *op,
                            struct glyph *glyphs)
{
    length advance = atom->advance - atom->cut_left - atom->cut_right + spacing;
    uint32_t cluster = (uint32_t)(atom->p - op->text.p);
    op->width += advance;
    for (uint32_t i = 0; i < atom->glyph_count; i++) {
        struct glyph *glyph = &glyphs[op->glyph_count++];
        *glyph = (struct glyph){.id = atom->glyph, .cluster = cluster, .dx = atom->shift};
        if (atom->glyphs) {
            const struct glyph *shaped = &atom->glyphs[i];
            int upem = atom->font->upem;
            glyph->id = shaped->id;
            glyph->cluster += atom->foreign ? 0 : shaped->cluster - atom->glyphs[0].cluster;
            glyph->advance = (length)((int64_t)shaped->advance * atom->size / upem);
            glyph->dx = (length)((int64_t)shaped->dx * atom->size / upem);
            glyph->dy = (length)((int64_t)shaped->dy * atom->size / upem);
        }
        glyph->dx -= atom->cut_left;
        advance -= glyph->advance;
    }
    glyphs[op->glyph_count - 1].advance += advance;
}

length paragraph_baseline(const struct paragraph *paragraph)
{
    return (paragraph->leading - paragraph->size) / 2 +
           (length)((int64_t)paragraph->size * EM_ASCENT / 1000);
}

/* The language of a run: what the document says, or else what its script is mostly used for. */
static const char *run_language(const struct atom *atoms, uint32_t from, uint32_t end)
{
    const char *told = atoms[from].node->language;
    const struct script *script = NULL;
    if (told || !atoms[from].foreign)
        return told;
    for (uint32_t i = from; i < end && !script; i++)
        script = script_of(atoms[i].code);
    return script ? script->language : NULL;
}

/* What the line is spaced by after the atom. */
static length gap_after(const struct paragraph *paragraph, const struct line *line, uint32_t i,
                        uint32_t *gaps)
{
    bool gap = i + 1 < line->end && !paragraph->atoms[i].tight;
    return gap ? line->spacing + ((*gaps)++ < line->extra) : 0;
}

/* The glyphs of the run's atoms. In a line that runs both ways what it is spaced by behind the run
 * is no part of it, but returned; and of a run from right to left the last atom comes first. */
static length put_atoms(const struct paragraph *paragraph, const struct line *line, uint32_t from,
                        uint32_t end, uint32_t *gaps, struct paint_op *op, struct glyph *glyphs)
{
    const struct atom *atoms = paragraph->atoms;
    bool mixed = paragraph->flow > TEXT_LTR;
    for (uint32_t i = from; i < end && !mixed; i++)
        put_atom(&atoms[i], gap_after(paragraph, line, i, gaps), op, glyphs);
    for (uint32_t k = from; k < end && mixed; k++) {
        uint32_t i = op->rtl ? from + end - 1 - k : k;
        length gap = k + 1 < end ? gap_after(paragraph, line, i - op->rtl, gaps) : 0;
        put_atom(&atoms[i], gap, op, glyphs);
    }
    return mixed ? gap_after(paragraph, line, end - 1, gaps) : 0;
}

/* Paints atoms of one op; *gaps counts those of the line so far. Returns what put_atoms does. */
static length paint_run(const struct paragraph *paragraph, const struct line *line, uint32_t from,
                        uint32_t end, uint32_t *gaps, struct paint_op *op, struct arena *arena)
{
    const struct atom *atoms = paragraph->atoms, *first = &atoms[from], *last = &atoms[end - 1];
    uint32_t count = 0;
    for (uint32_t i = from; i < end; i++)
        count += atoms[i].glyph_count;
    struct glyph *glyphs = ARENA_ARRAY(arena, struct glyph, count);
    op->color = first->node->style->color;
    op->font = first->font;
    op->size = first->size;
    op->language = run_language(atoms, from, end);
    op->foreign = first->foreign;
    op->rtl = first->level % 2;
    op->embedded = first->level && !op->rtl;
    op->spacing = first->tight || op->rtl || from >= line->end ? 0 : line->spacing;
    op->glyphs = glyphs;
    op->text = (struct slice){first->p, (size_t)(last->p + last->bytes - first->p)};
    return put_atoms(paragraph, line, from, end, gaps, op, glyphs);
}

/* Whether the blank at which the line ends belongs to the text: it is left out of the line's width,
 * but who reads the text without its lines would find two words in one. */
static bool ends_in_blank(const struct paragraph *paragraph, const struct line *line)
{
    uint32_t i = line->end;
    return i > line->first && i + 1 < paragraph->count && paragraph->atoms[i].class == ATOM_SPACE &&
           paragraph->atoms[i].glyph_count && !is_blank(&paragraph->atoms[i + 1]);
}

void line_paint(const struct paragraph *paragraph, const struct line *line, struct canvas *canvas,
                length x, length y, bool artifact)
{
    const struct atom *atoms = paragraph->atoms;
    length baseline = y + paragraph_baseline(paragraph), left = x;
    bool mixed = paragraph->flow > TEXT_LTR, rtl = paragraph->flow == TEXT_RTL;
    uint32_t gaps = 0, stop = line->end + ends_in_blank(paragraph, line);
    uint32_t before = canvas->page.op_count;
    struct bidi_run *runs =
        mixed ? ARENA_ARRAY(canvas->arena, struct bidi_run, stop - line->first) : NULL;
    for (uint32_t from = line->first, end; from < stop; from = end) {
        end = from < line->end ? run_end(paragraph, line, from) : stop;
        struct paint_op *op = canvas_op(canvas, PAINT_GLYPHS);
        op->node = artifact ? NULL : atoms[from].node;
        op->x = x;
        op->y = baseline;
        length behind = paint_run(paragraph, line, from, end, &gaps, op, canvas->arena);
        x += op->width;
        if (mixed)
            runs[canvas->page.op_count - 1 - before] =
                (struct bidi_run){from < line->end ? atoms[from].level : rtl, behind};
    }
    uint32_t count = canvas->page.op_count - before;
    struct paint_op *ops = &canvas->page.ops[before];
    if (rtl && stop > line->end)
        left -= ops[count - 1].width; /* the blank hangs out where the line ends */
    if (mixed)
        bidi_place(canvas->arena, ops, runs, count, left, rtl);
}

void paragraph_paint(const struct paragraph *paragraph, struct canvas *canvas, uint32_t from,
                     uint32_t to, length x, length y, bool artifact)
{
    for (uint32_t i = from; i < to; i++) {
        const struct line *line = &paragraph->lines[i];
        line_paint(paragraph, line, canvas, x + line->indent, y, artifact);
        y += paragraph->leading;
    }
}
