/* Files of any kind → a record as JSON, which keeps where each of its figures was found. */
#include <string.h>

#include "archive/archive.h"
#include "base/reading.h"
#include "intake/grid.h"
#include "press/import.h"
#include "press/pipeline.h"
#include "serve/makers.h"

enum { BOOKS_MAX = 64 };

/* What was sent, by what it is. */
struct sent {
    struct asked *asked;
    struct run run;
    const char *books[BOOKS_MAX];
    size_t book_count;
    const char *record; /* typed so far, or carried by a disclosure; or NULL */
    const char *last;   /* last year's, the same; or a book */
    bool last_settles;  /* it is a record, whose figures are to be typed in */
};

/* The name under which the record that a disclosure carries is offered from now on; NULL when it
 * carries none: then it is a document with tables like any other. */
static const char *carried(struct sent *sent, struct part *part)
{
    struct asked *asked = sent->asked;
    struct buf record = {0};
    struct diag quiet;
    diag_init(&quiet, asked->arena, asked->language);
    const struct source *pdf = source_of(asked->arena, part->file, part->bytes);
    bool found = slice_starts(part->bytes, "%PDF-") && archive_extract(&record, &quiet, pdf);
    if (found) {
        part->file = arena_printf(asked->arena, "%s.json", part->file);
        part->bytes = slice_copy(asked->arena, buf_slice(&record));
    }
    buf_free(&record);
    return found ? part->file : NULL;
}

static bool is_record(struct slice text)
{
    return !book_format(text) && utf8_check(text) == text.n;
}

static bool take(struct sent *sent, struct part *part, struct answer *answer)
{
    const char *record = carried(sent, part);
    if (!record && is_record(part->bytes))
        record = part->file;
    if (strcmp(part->parameter->name, "last-year") == 0) {
        sent->last = part->file;
        sent->last_settles = record != NULL;
    } else if (record && sent->record) {
        answer_wrong(answer, sent->asked, PROBLEM_PARAMETER,
                     "%s is a second record; send one at a time", "%s 是第二份数据，一次只能有一份",
                     part->file);
        return false;
    } else if (record) {
        sent->record = record;
    } else if (sent->book_count < BOOKS_MAX) {
        sent->books[sent->book_count++] = part->file;
    }
    return true;
}

static bool sort_parts(struct sent *sent, struct answer *answer)
{
    for (struct part *part = sent->asked->parts; part; part = part->next)
        if (part->file && !take(sent, part, answer))
            return false;
    if (sent->book_count || sent->record || sent->last)
        return true;
    answer_wrong(answer, sent->asked, PROBLEM_PARAMETER, "%s is missing", "缺少 %s", "file");
    return false;
}

/* The same record with last year's figures typed in, so that it needs no other file. */
static struct slice settled(struct sent *sent, struct slice json)
{
    struct arena *arena = sent->asked->arena;
    struct run run;
    struct results made = {0};
    struct buf text = {0};
    run_init(&run, sent->asked->house, arena, sent->asked->language, "record.json");
    run.request.source = source_of(arena, sent->last, json); /* it may name what was sent */
    run.request.lenient = true;
    if (run_read(&run, &made.origin))
        run_compute(&run, &made.origin, &made.account);
    if (!made.account.facts) {
        for (const struct finding *finding = run.diag.first; finding; finding = finding->next)
            diag_repeat(&sent->run.diag, finding);
        return json;
    }
    struct node *copy = record_copy(arena, made.origin.record);
    ledger_settle_last_year(arena, copy, made.account.facts);
    record_put_json(&text, copy);
    json = slice_copy(arena, buf_slice(&text));
    buf_free(&text);
    return json;
}

static int64_t unit_of(const struct asked *asked)
{
    enum { YUAN = 100, TEN_THOUSAND = 1000000 };
    const char *unit = asked_text(asked, "unit", "");
    return strcmp(unit, "元") == 0 ? YUAN : strcmp(unit, "万元") == 0 ? TEN_THOUSAND : 0;
}

static void put_import(struct answer *answer, struct sent *sent, struct slice record,
                       struct slice report)
{
    static const char *const levels[] = {"ok", "note", "warning", "error"};
    const struct diag *diag = &sent->run.diag;
    buf_printf(&answer->body, "{\"level\":\"%s\",\"record\":", levels[diag->worst]);
    buf_put_slice(&answer->body, record);
    buf_puts(&answer->body, ",\"report\":");
    buf_put_json(&answer->body, report);
    buf_puts(&answer->body, ",\"findings\":");
    put_findings(&answer->body, sent->asked, diag, NULL);
    buf_puts(&answer->body, "}\n");
    answer_json(answer, diag);
}

void route_import(struct asked *asked, struct answer *answer)
{
    struct sent sent = {.asked = asked};
    struct buf record = {0}, report = {0};
    if (!sort_parts(&sent, answer) || !asked_run(asked, answer, &sent.run, "file"))
        return;
    const struct import_request request = {.books = sent.books,
                                           .book_count = sent.book_count,
                                           .last_year = sent.last,
                                           .into = sent.record,
                                           .unit = unit_of(asked),
                                           .spelling = SPELLING_JSON};
    struct diag *diag = &sent.run.diag;
    bool made = import_run(asked->house, diag, &request, &record, &report);
    struct slice json = buf_slice(&record);
    if (made && sent.last_settles)
        json = settled(&sent, json);
    if (made && diag->worst < LEVEL_ERROR)
        put_import(answer, &sent, json, buf_slice(&report));
    else
        answer_refused(answer, asked, diag);
    buf_free(&record);
    buf_free(&report);
}
