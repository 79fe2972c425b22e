/*
 * PDF → pages, by `mutool trace`, which tells what each page paints. Foreign PDFs are read in
 * processes of their own, in bounds of time and memory, so that one made to harm can harm nothing
 * here: mutool reads the file, a second process what mutool says of it, and hands over no more than
 * characters with their places and lines.
 *
 *     file ──► mutool ──► reads the trace ──► here
 */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/bounds.h"
#include "base/reading.h"
#include "intake/page.h"
#include "intake/xml.h"

enum {
    WAIT_MAX = 60,    /* seconds by the clock, however busy the machine is */
    FARTHEST = 14400, /* points: no page reaches further */
    THIN = 3,         /* a filled rectangle no thicker than this is a line */
    SLANT = 1         /* a line no steeper than this is straight */
};

struct matrix {
    float a, b, c, d, e, f;
};

struct point {
    float x, y;
};

struct trace {
    struct reader *reader;
    bool (*each)(void *data, struct page *page);
    void *data;
    struct page page;
    struct matrix matrix; /* of the path or text being read */
    float size;           /* of its characters */
    unsigned turn;        /* which way they run: 0 to the right, then on clockwise */
    bool watermark;       /* they run none of these ways, or are far too large to be read */
    uint32_t turned[4];   /* how many characters of the page run so */
    bool strokes, fills, paints_text;
    struct point at, start;   /* of the path */
    struct point least, most; /* what it covers */
    uint32_t pages;
    uint64_t characters; /* of all pages */
};

/* How the process that reads the trace ends; BEYOND and more: at a limit. */
enum { SENT = 0, NOT_READ = 3, BEYOND = 64, NO_MUTOOL = 127 };

static _Noreturn void end_at(enum limit limit)
{
    _exit(BEYOND + (int)limit);
}

/* A number as mutool spells it, whatever the locale; *text moves past it. */
static float read_number(const char **text)
{
    const char *p = *text;
    float sign = 1, value = 0, unit = 1;
    while (*p == ' ')
        p++;
    if (*p == '-') {
        sign = -1;
        p++;
    }
    for (; *p >= '0' && *p <= '9'; p++)
        value = value * 10 + (float)(*p - '0');
    if (*p == '.')
        for (p++; *p >= '0' && *p <= '9'; p++)
            value += (unit /= 10) * (float)(*p - '0');
    while (*p && *p != ' ')
        p++;
    *text = p;
    return sign * value;
}

static float attribute(const char **attributes, const char *name)
{
    const char *text = xml_attribute(attributes, name);
    return text ? read_number(&text) : 0;
}

static struct matrix matrix_of(const char **attributes)
{
    const char *text = xml_attribute(attributes, "transform");
    struct matrix m = {1, 0, 0, 1, 0, 0};
    if (!text)
        return m;
    m.a = read_number(&text);
    m.b = read_number(&text);
    m.c = read_number(&text);
    m.d = read_number(&text);
    m.e = read_number(&text);
    m.f = read_number(&text);
    return m;
}

static struct point place(const struct matrix *m, float x, float y)
{
    return (struct point){m->a * x + m->c * y + m->e, m->b * x + m->d * y + m->f};
}

/* ---- Lines ---- */

static void add_rule(struct trace *trace, struct point a, struct point b)
{
    struct page *page = &trace->page;
    struct arena *arena = trace->reader->arena;
    bool across = fabsf(a.y - b.y) <= SLANT, down = fabsf(a.x - b.x) <= SLANT;
    if (across == down)
        return;
    struct ruling ruling = across ? (struct ruling){fminf(a.x, b.x), fmaxf(a.x, b.x), a.y, 0}
                                  : (struct ruling){fminf(a.y, b.y), fmaxf(a.y, b.y), a.x, 0};
    if (!(fabsf(ruling.at) <= FARTHEST && ruling.from >= -FARTHEST && ruling.to <= FARTHEST))
        return;
    if (page->across_count + page->down_count >= limit_of(LIMIT_PAGE_MARKS))
        end_at(LIMIT_PAGE_MARKS);
    if (across) {
        GROW(arena, page->across, page->across_count, page->across_room, 16);
        page->across[page->across_count++] = ruling;
    } else {
        GROW(arena, page->down, page->down_count, page->down_room, 16);
        page->down[page->down_count++] = ruling;
    }
}

static void move_to(struct trace *trace, struct point to)
{
    trace->at = trace->start = to;
    trace->least = trace->most = to;
}

static void line_to(struct trace *trace, struct point to)
{
    if (trace->strokes)
        add_rule(trace, trace->at, to);
    trace->at = to;
    trace->least = (struct point){fminf(trace->least.x, to.x), fminf(trace->least.y, to.y)};
    trace->most = (struct point){fmaxf(trace->most.x, to.x), fmaxf(trace->most.y, to.y)};
}

/* What was filled, if it is so thin that it is a line. */
static void finish_fill(struct trace *trace)
{
    struct point least = trace->least, most = trace->most;
    float width = most.x - least.x, height = most.y - least.y;
    if (!trace->fills || (width > THIN) == (height > THIN))
        return;
    if (height <= THIN)
        least.y = most.y = (least.y + most.y) / 2;
    else
        least.x = most.x = (least.x + most.x) / 2;
    add_rule(trace, least, most);
}

/* ---- Text ---- */

static void add_glyph(struct trace *trace, const char **attributes)
{
    const char *unicode = xml_attribute(attributes, "unicode");
    struct page *page = &trace->page;
    if (!unicode || !*unicode || trace->watermark)
        return;
    if (page->glyph_count >= limit_of(LIMIT_PAGE_MARKS))
        end_at(LIMIT_PAGE_MARKS);
    if (++trace->characters > limit_of(LIMIT_BOOK_CHARACTERS))
        end_at(LIMIT_BOOK_CHARACTERS);
    struct point at = place(&trace->matrix, attribute(attributes, "x"), attribute(attributes, "y"));
    size_t next = 0;
    trace->turned[trace->turn]++;
    GROW(trace->reader->arena, page->glyphs, page->glyph_count, page->glyph_room, 16);
    page->glyphs[page->glyph_count++] =
        (struct glyph){.x = at.x,
                       .y = at.y,
                       .size = trace->size,
                       .width = attribute(attributes, "adv") * trace->size,
                       .code = utf8_next(slice_of(unicode), &next)};
}

static void start_span(struct trace *trace, const char **attributes)
{
    const char *text = xml_attribute(attributes, "trm");
    float a = text ? read_number(&text) : 1, b = text ? read_number(&text) : 0;
    float x = trace->matrix.a * a + trace->matrix.c * b;
    float y = trace->matrix.b * a + trace->matrix.d * b;
    trace->turn = fabsf(x) >= fabsf(y) ? (x < 0) * 2U : y < 0 ? 3 : 1;
    trace->size =
        sqrtf(a * a + b * b) *
        sqrtf(fabsf(trace->matrix.a * trace->matrix.d - trace->matrix.b * trace->matrix.c));
    float side = fminf(trace->page.width, trace->page.height);
    trace->watermark = fminf(fabsf(x), fabsf(y)) > 0.1F * fmaxf(fabsf(x), fabsf(y)) ||
                       (side > 0 && trace->size > 0.1F * side);
}

/* ---- Pages that lie on a side ---- */

/* Turns the point back, so that what ran that way runs to the right. */
static struct point turn_back(const struct page *page, unsigned turn, struct point at)
{
    switch (turn) {
    case 1:
        return (struct point){at.y, page->width - at.x};
    case 2:
        return (struct point){page->width - at.x, page->height - at.y};
    default:
        return (struct point){page->height - at.y, at.x};
    }
}

static void turn_rules(struct page *page, unsigned turn)
{
    struct ruling *rulings[] = {page->across, page->down};
    const uint32_t counts[] = {page->across_count, page->down_count};
    for (int down = 0; down < 2; down++)
        for (uint32_t i = 0; i < counts[down]; i++) {
            struct ruling *ruling = &rulings[down][i];
            struct point a = {down ? ruling->at : ruling->from, down ? ruling->from : ruling->at};
            struct point b = {down ? ruling->at : ruling->to, down ? ruling->to : ruling->at};
            a = turn_back(page, turn, a);
            b = turn_back(page, turn, b);
            bool upright = (down ^ (int)(turn & 1)) != 0;
            *ruling = upright ? (struct ruling){fminf(a.y, b.y), fmaxf(a.y, b.y), a.x, 0}
                              : (struct ruling){fminf(a.x, b.x), fmaxf(a.x, b.x), a.y, 0};
        }
    if (turn % 2) {
        page->across = rulings[1];
        page->down = rulings[0];
        page->across_count = counts[1];
        page->down_count = counts[0];
        uint32_t room = page->across_room;
        page->across_room = page->down_room;
        page->down_room = room;
    }
}

/* A table that is wider than high is often painted on a side. */
static void set_upright(struct trace *trace)
{
    struct page *page = &trace->page;
    unsigned turn = 0;
    for (unsigned i = 1; i < 4; i++)
        turn = trace->turned[i] > trace->turned[turn] ? i : turn;
    if (!turn)
        return;
    for (uint32_t i = 0; i < page->glyph_count; i++) {
        struct glyph *glyph = &page->glyphs[i];
        struct point at = turn_back(page, turn, (struct point){glyph->x, glyph->y});
        glyph->x = at.x;
        glyph->y = at.y;
    }
    turn_rules(page, turn);
}

/* ---- The document ---- */

static void start_page(struct trace *trace, const char **attributes)
{
    const char *box = xml_attribute(attributes, "mediabox");
    struct page *page = &trace->page;
    page->number = ++trace->pages;
    if (trace->pages > limit_of(LIMIT_BOOK_PAGES))
        end_at(LIMIT_BOOK_PAGES);
    page->glyph_count = page->across_count = page->down_count = 0;
    memset(trace->turned, 0, sizeof trace->turned);
    if (!box)
        return;
    float x = read_number(&box), y = read_number(&box);
    page->width = read_number(&box) - x;
    page->height = read_number(&box) - y;
}

static void start(void *data, const char *name, const char **attributes)
{
    struct trace *trace = data;
    if (strcmp(name, "g") == 0) {
        if (trace->paints_text)
            add_glyph(trace, attributes);
    } else if (strcmp(name, "span") == 0) {
        start_span(trace, attributes);
    } else if (strcmp(name, "moveto") == 0) {
        finish_fill(trace);
        move_to(trace,
                place(&trace->matrix, attribute(attributes, "x"), attribute(attributes, "y")));
    } else if (strcmp(name, "lineto") == 0) {
        line_to(trace,
                place(&trace->matrix, attribute(attributes, "x"), attribute(attributes, "y")));
    } else if (strcmp(name, "closepath") == 0) {
        line_to(trace, trace->start);
    } else if (strcmp(name, "page") == 0) {
        start_page(trace, attributes);
    } else {
        trace->strokes = strcmp(name, "stroke_path") == 0;
        trace->fills = strcmp(name, "fill_path") == 0;
        trace->paints_text = strcmp(name, "fill_text") == 0;
        if (trace->strokes || trace->fills || trace->paints_text) {
            trace->matrix = matrix_of(attributes);
            move_to(trace, (struct point){0, 0});
        }
    }
}

static void end(void *data, const char *name)
{
    struct trace *trace = data;
    if (strcmp(name, "fill_path") == 0)
        finish_fill(trace);
    else if (strcmp(name, "page") == 0) {
        set_upright(trace);
        trace->each(trace->data, &trace->page);
    }
}

static void ignore_text(void *data, const char *text, int length)
{
    (void)data;
    (void)text;
    (void)length;
}

/* ---- The process ---- */

static void become_mutool(const char *path, int out)
{
    int null = open("/dev/null", O_RDWR);
    bound(RLIMIT_AS, limit_of(LIMIT_BOOK_MEMORY));
    dup2(null, 0);
    dup2(out, 1);
    dup2(null, 2);
    execlp("mutool", "mutool", "trace", path, (char *)NULL);
    _exit(127);
}

/* Hands the output to the parser, until its end or until it is too late. */
static bool feed(struct xml_stream *stream, int from)
{
    char chunk[65536];
    ssize_t got = 1;
    time_t until = time(NULL) + WAIT_MAX;
    bool sound = true;
    while (sound && got && time(NULL) < until) {
        struct pollfd poll_for = {.fd = from, .events = POLLIN};
        if (poll(&poll_for, 1, 1000) == 0)
            continue;
        got = read(from, chunk, sizeof chunk);
        if (got < 0 && errno != EINTR)
            return false;
        sound = got < 0 || xml_feed(stream, (struct slice){chunk, (size_t)got}, !got);
    }
    return sound && !got;
}

/* Reads what mutool says of the file; false, or another status than 0, when it failed. */
static bool run_mutool(const char *path, const struct xml_listener *listener, int *status)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return false;
    pid_t child = fork();
    if (child == 0)
        become_mutool(path, ends[1]);
    close(ends[1]);
    struct xml_stream stream;
    xml_begin(&stream, listener);
    bool sound = child > 0 && feed(&stream, ends[0]);
    xml_end(&stream);
    close(ends[0]);
    if (child > 0 && !sound)
        kill(child, SIGKILL);
    while (child > 0 && waitpid(child, status, 0) < 0 && errno == EINTR)
        continue;
    return sound;
}

/* ---- From the process that reads the trace ---- */

static bool write_all(int to, const void *bytes, size_t n)
{
    const char *from = bytes;
    while (n) {
        ssize_t done = write(to, from, n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        from += done;
        n -= (size_t)done;
    }
    return true;
}

/* In that process: hands over a page. */
static bool send_page(void *data, struct page *page)
{
    int to = *(int *)data;
    bool sound = write_all(to, page, sizeof *page) &&
                 write_all(to, page->glyphs, sizeof *page->glyphs * page->glyph_count) &&
                 write_all(to, page->across, sizeof *page->across * page->across_count) &&
                 write_all(to, page->down, sizeof *page->down * page->down_count);
    if (!sound)
        _exit(NOT_READ);
    return true;
}

static bool was_stopped(int status)
{
    return WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL);
}

/* Becomes the process that reads the trace. */
static void read_trace(struct reader *reader, const char *path, int to)
{
    int status = 0;
    struct trace trace = {.reader = reader, .each = send_page, .data = &to};
    const struct xml_listener listener = {&trace, start, end, ignore_text};
    bound(RLIMIT_CPU, reader_seconds(reader));
    bound_growth(limit_of(LIMIT_BOOK_MEMORY));
    bool sound = run_mutool(path, &listener, &status);
    if (was_stopped(status))
        end_at(LIMIT_BOOK_SECONDS);
    bool missing = WIFEXITED(status) && WEXITSTATUS(status) == NO_MUTOOL;
    _exit(missing ? NO_MUTOOL : sound ? SENT : NOT_READ);
}

/* Reads so many bytes; false at the end, or when they come too late. */
static bool read_all(int from, void *bytes, size_t n, time_t until)
{
    char *to = bytes;
    while (n && time(NULL) < until) {
        struct pollfd poll_for = {.fd = from, .events = POLLIN};
        if (poll(&poll_for, 1, 1000) <= 0)
            continue;
        ssize_t got = read(from, to, n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        to += got;
        n -= (size_t)got;
    }
    return !n;
}

/* Reads the page's items into the arena: no more of them than one page may have. */
static void *receive(struct reader *reader, int from, size_t size, uint32_t count, time_t until)
{
    void *items = arena_alloc(reader->arena, size * count + 1);
    return read_all(from, items, size * count, until) ? items : NULL;
}

enum { REFUSED = UINT32_MAX };

/* Takes the pages as they come; how many, 0 for none, REFUSED when one was. */
static uint32_t take_pages(struct reader *reader, int from,
                           bool (*each)(void *data, struct page *page), void *data)
{
    struct page page;
    const uint64_t most = limit_of(LIMIT_PAGE_MARKS);
    uint32_t pages = 0;
    time_t until = time(NULL) + WAIT_MAX;
    while (read_all(from, &page, sizeof page, until)) {
        if (page.glyph_count > most || page.across_count > most || page.down_count > most)
            break;
        page.glyphs = receive(reader, from, sizeof *page.glyphs, page.glyph_count, until);
        page.across = receive(reader, from, sizeof *page.across, page.across_count, until);
        page.down = receive(reader, from, sizeof *page.down, page.down_count, until);
        if (!page.glyphs || !page.across || !page.down)
            break;
        page.glyph_room = page.glyph_count;
        page.across_room = page.across_count;
        page.down_room = page.down_count;
        page.number = ++pages;
        if (!each(data, &page))
            return REFUSED;
    }
    return pages;
}

/* The pages, read in another process; its exit status goes to *status. */
static uint32_t run(struct reader *reader, bool (*each)(void *data, struct page *page), void *data,
                    int *status)
{
    int ends[2], memory;
    const char *path = source_path(reader->arena, reader->source->text, &memory);
    *status = NOT_READ << 8;
    if (!path)
        return 0;
    if (pipe2(ends, O_CLOEXEC) != 0) {
        close(memory);
        return 0;
    }
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        read_trace(reader, path, ends[1]);
    }
    close(ends[1]);
    close(memory);
    uint32_t pages = child > 0 ? take_pages(reader, ends[0], each, data) : 0;
    close(ends[0]); /* who still writes gets to know it */
    while (child > 0 && waitpid(child, status, 0) < 0 && errno == EINTR)
        continue;
    return pages;
}

/* Tells why the pages could not be had. */
static void report_end(struct reader *reader, int status, uint32_t pages)
{
    struct pos pos = book_pos(reader->book);
    int code = WIFEXITED(status)     ? WEXITSTATUS(status)
               : was_stopped(status) ? BEYOND + LIMIT_BOOK_SECONDS
                                     : NOT_READ;
    if (code == NO_MUTOOL)
        diag_report(reader->diag, MSG_BOOK_TOOL, pos, "mutool", "mupdf-tools");
    else if (code >= BEYOND && code < BEYOND + LIMIT_COUNT)
        limit_report(reader->diag, (enum limit)(code - BEYOND), pos, reader->book->name);
    else if (memmem(reader->source->text.p, reader->source->text.n, "/Encrypt", strlen("/Encrypt")))
        diag_report(reader->diag, MSG_BOOK_LOCKED, pos);
    else if (code == SENT)
        diag_report(reader->diag, MSG_BOOK_BROKEN, pos, "PDF", "no pages");
    else
        diag_report(reader->diag, MSG_BOOK_PAINT, pos, arena_printf(reader->arena, "%u", pages + 1),
                    bytes_text(reader->arena, limit_of(LIMIT_BOOK_MEMORY)));
}

bool pages_trace(struct reader *reader, bool (*each)(void *data, struct page *page), void *data)
{
    int status = 0;
    uint32_t pages = run(reader, each, data, &status);
    bool sound = WIFEXITED(status) && WEXITSTATUS(status) == SENT && pages;
    if (pages == REFUSED)
        return false;
    if (!sound)
        report_end(reader, status, pages);
    return sound;
}
