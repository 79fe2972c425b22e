/*
 * Two records on one way: each goes as far as its document, the documents and facts are compared,
 * and what is found is told: as text, as a document of its own, or as 更正说明 of the new one.
 */
#include "press/correct.h"
#include "base/hash.h"
#include "base/reading.h"
#include "diff/diff.h"
#include "diff/word.h"
#include "press/carry.h"
#include "press/stages.h"
#include "publish/publish.h"

/* Takes over what was found on another way. */
static void take_findings(struct diag *diag, const struct diag *from)
{
    if (!from->first)
        return;
    *(diag->last ? &diag->last->next : &diag->first) = from->first;
    diag->last = from->last;
    for (int level = 0; level <= LEVEL_ERROR; level++)
        diag->count[level] += from->count[level];
    diag->worst = from->worst > diag->worst ? from->worst : diag->worst;
}

/* A document that another is compared with. */
struct edition {
    struct run run;
    struct results made;
};

/* Goes as far as the document, whatever the checks found: it is for corrections to end that. */
static bool reach_document(struct edition *edition)
{
    struct run *run = &edition->run;
    struct results *made = &edition->made;
    if (run_read(run, &made->origin))
        run_compute(run, &made->origin, &made->account);
    return made->account.facts &&
           run_compose(run, &made->origin, &made->account, &made->composition);
}

/* The record as the next edition names it. */
static struct link link_of(struct run *run, const struct origin *origin, struct slice canonical)
{
    return (struct link){origin->record, run->request.path, hash_bytes(run->arena, canonical)};
}

static struct slice package_of(const struct composition *composition)
{
    struct template_package package;
    template_package(composition->template, 0, &package);
    return package.name;
}

static struct side side_of(struct arena *arena, const struct run *run, const struct origin *origin,
                           const struct account *account, const struct composition *composition)
{
    struct side side = {run->request.path,      origin->record, account->facts,
                        composition->document,  &run->diag,     NULL,
                        package_of(composition)};
    for (const struct named *named = account->named; named; named = named->next) {
        struct other *other = ARENA_NEW(arena, struct other);
        *other = (struct other){side.others, named->facts, named->role};
        side.others = other;
    }
    return side;
}

static struct side side_of_made(struct arena *arena, const struct run *run,
                                const struct results *made)
{
    return side_of(arena, run, &made->origin, &made->account, &made->composition);
}

/* Says so when the two are not of one agency, one year and one form. */
static void check_kind(struct diag *diag, const struct side *old, const struct side *new)
{
    static const char *const paths[] = {"单位.名称", "单位.年度"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        const struct node *before = node_find(old->record, paths[i]);
        const struct node *after = node_find(new->record, paths[i]);
        if (!slice_eq(before->text, after->text))
            diag_report(diag, MSG_DIFF_KIND, after->pos, paths[i], before->text.p, after->text.p);
    }
    if (!slice_eq(old->package, new->package))
        diag_report(diag, MSG_DIFF_KIND, (struct pos){0}, "单位.模板", old->package.p,
                    new->package.p);
}

/* ---- 更正说明 ---- */

static void list_nodes(struct doc_node *node, struct doc_node **by_id)
{
    by_id[node->id] = node;
    for (struct doc_node *child = node->first; child; child = child->next)
        list_nodes(child, by_id);
}

/* Gives the place the name that the notice links to, and the mark. */
static void name_place(struct doc_node **by_id, const struct doc_node *found, const char *name,
                       bool marks)
{
    if (!found)
        return;
    by_id[found->id]->name = slice_of(name);
    by_id[found->id]->changed = marks;
}

static void name_places(struct arena *arena, struct document *document, const struct diff *diff,
                        bool marks)
{
    struct doc_node **by_id = ARENA_ARRAY(arena, struct doc_node *, document->node_count);
    list_nodes(document->root, by_id);
    document->rows_tell = true;
    for (const struct cell_change *change = diff->cells; change; change = change->next)
        name_place(by_id, change->place, change->link, marks);
    for (const struct text_change *change = diff->texts; change; change = change->next)
        name_place(by_id, change->place, change->link, marks);
}

/* What this edition withholds, the list of changes must not tell of the one before, nor may the
 * file carry its record. */
static bool withhold_in_previous(struct run *run, const struct origin *origin, struct edition *old,
                                 struct previous *previous)
{
    struct results *made = &old->made;
    const struct node *left = record_withheld_as(run->arena, made->origin.record, origin->record);
    if (left == made->origin.record)
        return true;
    made->origin.record = left;
    previous->source = NULL;
    run_compute(&old->run, &made->origin, &made->account);
    return made->account.facts &&
           run_compose(&old->run, &made->origin, &made->account, &made->composition);
}

/* Makes the document of the edition before. false after reporting why it is none, or not the one
 * that this edition corrects. What is needed to do so again goes to `previous`, to be carried. */
static bool reach_previous(struct run *run, const struct origin *origin,
                           const struct account *account, struct edition *old,
                           struct previous *previous)
{
    const struct previous *carried = &origin->previous;
    const char *corrects = run->request.corrects;
    run_init(&old->run, run->house, run->arena, run->diag.language, corrects);
    if (!corrects) {
        old->run.request.path = carried->source->name;
        old->run.request.source = carried->source;
    }
    old->run.request.template_name =
        run->request.template_name ? run->request.template_name : carried->template_name;
    if (!reach_document(old)) {
        take_findings(&run->diag, &old->run.diag);
        return false;
    }
    struct slice canonical = run_canonical(&old->run, &old->made.origin, &old->made.account);
    struct link before = link_of(&old->run, &old->made.origin, canonical);
    struct link after = link_of(run, origin, run_canonical(run, origin, account));
    *previous = (struct previous){.source = source_of(run->arena, carried_previous, canonical),
                                  .template_name = package_of(&old->made.composition).p,
                                  .marks = run->request.marks || carried->marks};
    return chain_check(&run->diag, &before, &after, CHAIN_WANTED) &&
           withhold_in_previous(run, origin, old, previous);
}

/* The facts with 更正 of their own: the list of changes, or that there is to be one. */
static const struct facts *facts_told(struct arena *arena, const struct facts *facts,
                                      const struct diff *diff)
{
    struct facts *told = facts_revised(arena, facts, SLICE("更正"));
    fact_find(told, told->root, SLICE("更正.有说明"))->flag = true;
    if (diff)
        diff_add_facts(diff, told, true);
    return told;
}

/* An edition that says nothing else than the one before was hardly meant. */
static void check_empty(struct diag *diag, const struct diff *diff, const struct node *record)
{
    const struct node *reason = node_find(record, "更正.原因");
    if (diff_is_empty(diff))
        diag_report(diag, MSG_CHAIN_EMPTY, reason->pos, reason->text.p);
}

/* The document is made twice: without the list of changes, to find them, and with it. */
bool run_correct(struct run *run, const struct origin *origin, const struct account *account,
                 struct composition *composition)
{
    struct edition old = {0};
    struct previous previous;
    if (!reach_previous(run, origin, account, &old, &previous))
        return false;
    struct account told = {facts_told(run->arena, account->facts, NULL), account->named};
    if (!run_compose(run, origin, &told, composition))
        return false;
    struct side before = side_of_made(run->arena, &old.run, &old.made);
    struct side after = side_of(run->arena, run, origin, account, composition);
    check_kind(&run->diag, &before, &after);
    const struct diff *diff = diff_run(run->arena, &before, &after);
    told.facts = facts_told(run->arena, account->facts, diff);
    if (!run_compose(run, origin, &told, composition))
        return false;
    after = side_of(run->arena, run, origin, account, composition);
    const struct diff *final = diff_run(run->arena, &before, &after);
    if (final->cell_count != diff->cell_count || final->text_count != diff->text_count) {
        diag_report(&run->diag, MSG_NOTICE_MOVES, (struct pos){0});
        return false;
    }
    check_empty(&run->diag, final, origin->record);
    name_places(run->arena, composition->document, final, previous.marks);
    composition->previous = previous;
    return true;
}

/* ---- Comparison ---- */

void run_changes(struct buf *out, struct run *run, const struct run *old_run,
                 const struct results *old, const struct run *new_run, const struct results *new,
                 bool colour)
{
    struct side before = side_of_made(run->arena, old_run, old);
    struct side after = side_of_made(run->arena, new_run, new);
    diff_print_brief(out, diff_run(run->arena, &before, &after), run->diag.language, colour);
}

/* The comparison as a document of its own, which carries nothing. */
static bool make_pdf(struct buf *out, struct run *run, const struct results *new,
                     const struct diff *diff)
{
    struct facts *facts = facts_revised(run->arena, new->account.facts, SLICE("更正"));
    struct composition composition = {.template = new->composition.template};
    struct pages *pages;
    diff_add_facts(diff, facts, false);
    composition.document = template_run_part(run->arena, &run->diag, composition.template, facts,
                                             SLICE("correction/diff"));
    if (!composition.document)
        return false;
    struct file_info info = run_info(new->origin.record);
    info.attached_date = info.edition = 0;
    info.corrects = (struct slice){0};
    return run_epoch(&run->diag) && run_layout(run, &composition, device_pdf.fonts, &pages) &&
           device_pdf.file(out, &run->diag, pages, &info);
}

static bool tell(struct buf *out, struct run *run, const struct results *made,
                 const struct diff *diff, enum gongkai_diff_format format)
{
    if (format == GONGKAI_DIFF_PDF)
        return make_pdf(out, run, made, diff);
    if (format == GONGKAI_DIFF_JSON)
        diff_print_json(out, diff);
    else
        diff_print(out, diff, run->diag.language, format == GONGKAI_DIFF_COLOUR);
    return true;
}

/* The document as the Word file of it reads: what one that was edited is to be held against. */
static struct document *as_word(struct edition *edition, const char *name)
{
    struct run *run = &edition->run;
    struct results *made = &edition->made;
    struct buf bytes = {0};
    if (!run_layout(run, &made->composition, FONTS_ALL, &made->pages[FONTS_ALL]))
        return NULL;
    struct file_info info = run_info(made->origin.record);
    const struct publication publication = {.arena = run->arena,
                                            .diag = &run->diag,
                                            .document = made->composition.document,
                                            .facts = made->account.facts,
                                            .pages = made->pages[FONTS_ALL],
                                            .info = &info};
    struct document *document = NULL;
    if (publish_docx(&bytes, &publication))
        document =
            word_read(run->arena, &run->diag, source_of(run->arena, name, buf_slice(&bytes)));
    buf_free(&bytes);
    return document;
}

/* What was changed in a Word file since it was made of the record. */
static bool diff_word(struct buf *out, struct run *run, struct edition *old,
                      enum gongkai_diff_format format)
{
    const struct source *file = source_read(run->arena, run->request.path, LIMIT_BOOK);
    if (!file) {
        source_report(&run->diag, (struct pos){0}, run->request.path);
        return false;
    }
    struct document *after = word_read(run->arena, &run->diag, file);
    struct document *before = reach_document(old) ? as_word(old, file->name) : NULL;
    if (!before)
        take_findings(&run->diag, &old->run.diag);
    if (!before || !after)
        return false;
    struct side is = side_of_made(run->arena, &old->run, &old->made), was = is;
    was.document = before;
    is.document = after;
    is.path = file->name;
    return tell(out, run, &old->made, diff_run(run->arena, &was, &is), format);
}

static bool is_word(const char *path)
{
    struct slice name = slice_of(path);
    return slice_ends(name, ".docx") || slice_ends(name, ".DOCX");
}

bool run_diff(struct buf *out, struct run *run, const char *old_path,
              enum gongkai_diff_format format)
{
    struct edition old = {0}, new = {0};
    run_init(&old.run, run->house, run->arena, run->diag.language, old_path);
    run_init(&new.run, run->house, run->arena, run->diag.language, run->request.path);
    if (is_word(run->request.path))
        return diff_word(out, run, &old, format);
    bool old_made = reach_document(&old), new_made = reach_document(&new);
    if (!old_made)
        take_findings(&run->diag, &old.run.diag);
    if (!new_made)
        take_findings(&run->diag, &new.run.diag);
    if (!old_made || !new_made)
        return false;
    struct slice first = run_canonical(&old.run, &old.made.origin, &old.made.account);
    struct slice second = run_canonical(&new.run, &new.made.origin, &new.made.account);
    struct link was = link_of(&old.run, &old.made.origin, first);
    struct link is = link_of(&new.run, &new.made.origin, second);
    if (!chain_check(&run->diag, &was, &is, CHAIN_IF_STATED))
        return false;
    struct side before = side_of_made(run->arena, &old.run, &old.made);
    struct side after = side_of_made(run->arena, &new.run, &new.made);
    check_kind(&run->diag, &before, &after);
    const struct diff *diff = diff_run(run->arena, &before, &after);
    return tell(out, run, &new.made, diff, format);
}
