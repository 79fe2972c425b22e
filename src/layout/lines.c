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

enum {
    GRID_PART = 64,  /* the grid may change the pitch by this part of the size */
    LOOSEST = 2,     /* a line that would be spaced by more than size / 2 is left ragged */
    WIDOW_TAKES = 4, /* atoms that a line may send down to a last line of one character, */
    WIDOW_KEEPS = 4, /* and those that it keeps at least in prose, */
    CELL_KEEPS = 2,  /* and elsewhere */
    UNIT_SPACED = 10 /* a number goes down to its unit if each gap grows by size / 10 at most */
};

/* ---- Finding where a line ends ---- */

struct filling {
    struct paragraph *paragraph;
    length measure; /* without indents */
    length base;    /* change of pitch by the grid */
    enum ending ending;
    bool whole;        /* all the text fits the first line */
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
    if (paragraph->align != ALIGN_JUSTIFY || measure < 2 * paragraph->size)
        return 0;
    length size = paragraph->size, most = size / GRID_PART, count = measure / size;
    length closer = ((count + 1) * size - measure + count - 1) / count;
    length wider = (measure - count * size) / (count - 1);
    return closer <= most ? -closer : wider <= most ? wider : 0;
}

/* What the blank inside a mark can give when the line is squeezed: half of what it has. */
static length inner_give(const struct atom *atom)
{
    return (atom->give - atom->pair_right - atom->pair_left) / 2;
}

static length line_measure(const struct filling *filling, bool first)
{
    length pitch = filling->paragraph->size + filling->base;
    return filling->measure - (first ? paragraph_first_indent(filling->paragraph, pitch) : 0);
}

/* An opening mark at the start of a line stands flush, but the paragraph's first line keeps its
 * indent of two whole characters. */
static length flush(const struct filling *filling, uint32_t i, bool first)
{
    bool keeps = first || filling->paragraph->align != ALIGN_JUSTIFY;
    return keeps ? 0 : atom_gives_left(&filling->paragraph->atoms[i]);
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
        width += atom_width(paragraph, i, i == start) + base_before(filling, i, start);
        bool ends = atom_ends_line(atom, filling->ending) || i + 1 == paragraph->count;
        solid = atom_is_blank(atom) ? solid : width;
        if (solid <= measure)
            emergency = i + 1;
        length cut = solid - atom_gives_right(atom); /* to where the ink ends */
        if (ends && cut <= measure)
            *fits = (struct choice){i + 1, solid};
        else if (ends && !squeezed->end && cut - gives <= measure)
            *squeezed = (struct choice){i + 1, solid};
        if (atom->class == ATOM_BREAK || cut - gives > measure)
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
        missing -= atom_width(paragraph, i, i == start) + base_before(filling, i, start);
    length gaps = gaps_between(paragraph, start, before);
    return gaps && missing / gaps <= paragraph->size / UNIT_SPACED ? before : end;
}

static uint32_t choose_end(const struct filling *filling, uint32_t start)
{
    if (start == 0 && filling->whole)
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
    length gives = atom_gives_right(last), end_cut = excess < gives ? excess : gives;
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
    while (line.end > start && atom_is_blank(&atoms[line.end - 1]))
        line.end--;
    if (!(paragraph->holds & HOLDS_GIVES) && last && first && filling->whole) {
        line.width = paragraph->widest; /* with nothing to cut */
        return line;
    }
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
    while (end > before->first && !atom_ends_line(&paragraph->atoms[end - 1], filling->ending))
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
    const struct paragraph *paragraph = filling->paragraph;
    filling->count = 0;
    filling->whole =
        !paragraph->forced && !filling->base && paragraph->widest <= line_measure(filling, true);
    for (uint32_t start = 0; start < paragraph->count;) {
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
    for (uint32_t i = 1; i < paragraph->count && filling->count == 2 && !paragraph->forced; i++) {
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
    length widest = paragraph_part(filling->paragraph, filling->ending);
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
    struct filling filling = {.paragraph = paragraph,
                              .measure = width - paragraph_indents(paragraph),
                              .made = &paragraph->line,
                              .room = 1};
    length measure = filling.measure;
    filling.base = grid_pitch(paragraph, measure);
    filling.ending = paragraph_ending(paragraph);
    for (length part = paragraph->words; filling.ending < ENDS_ANYWHERE && part > measure;)
        part = paragraph_part(paragraph, ++filling.ending);
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
