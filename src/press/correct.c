/*
 * Two records on one way: each goes as far as its document, the documents and facts are compared,
 * and what is found is told: as text, as a document of its own, or as 更正说明 of the new one.
 */
#include "base/hash.h"
#include "diff/diff.h"
#include "press/pipeline.h"

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

/* Goes as far as the facts, whatever the checks found: it is for corrections to end that. */
static bool reach_facts(struct house *house, struct run *run)
{
    if (run_read(house, run))
        run_compute(house, run);
    return run->facts != NULL;
}

static bool reach_document(struct house *house, struct run *run)
{
    return reach_facts(house, run) && run_compose(house, run);
}

/* The record as the next edition names it. */
static struct link link_of(struct run *run, struct slice canonical)
{
    return (struct link){run->record, run->path, hash_bytes(run->arena, canonical)};
}

static struct slice package_of(const struct run *run)
{
    struct template_package package;
    template_package(run->template, 0, &package);
    return package.name;
}

static struct side side_of(const struct run *run)
{
    struct side side = {run->path,  run->record, run->facts,     run->document,
                        &run->diag, NULL,        package_of(run)};
    for (const struct named *named = run->named; named; named = named->next) {
        struct other *other = ARENA_NEW(run->arena, struct other);
        *other = (struct other){side.others, named->facts, named->role};
        side.others = other;
    }
    return side;
}

/* Says so when the two are not of one agency, one year and one form. */
static void check_kind(struct run *run, const struct run *old, const struct run *new)
{
    static const char *const paths[] = {"单位.名称", "单位.年度"};
    struct slice was = package_of(old), is = package_of(new);
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        const struct node *before = node_find(old->record, paths[i]);
        const struct node *after = node_find(new->record, paths[i]);
        if (!slice_eq(before->text, after->text))
            diag_report(&run->diag, MSG_DIFF_KIND, after->pos, paths[i], before->text.p,
                        after->text.p);
    }
    if (!slice_eq(was, is))
        diag_report(&run->diag, MSG_DIFF_KIND, (struct pos){0}, "单位.模板", was.p, is.p);
}

/* ---- 更正说明 ---- */

/* Gives the place the name that the notice links to, and the mark. */
static void name_place(const struct doc_node *found, const char *name, bool marks)
{
    struct doc_node *place = (struct doc_node *)found; /* of the document at hand */
    if (!place)
        return;
    place->name = slice_of(name);
    place->changed = marks;
}

static void name_places(const struct diff *diff, bool marks)
{
    for (const struct cell_change *change = diff->cells; change; change = change->next)
        name_place(change->place, change->link, marks);
    for (const struct text_change *change = diff->texts; change; change = change->next)
        name_place(change->place, change->link, marks);
}

/* Makes the document of the edition before. false after reporting why it is none, or not the one
 * that this edition corrects. What is needed to do so again is kept, to be carried. */
static bool reach_previous(struct house *house, struct run *run, struct run *old)
{
    struct previous *previous = &run->previous;
    run_init(old, run->arena, run->diag.language, run->corrects);
    if (!run->corrects) {
        old->path = previous->source->name;
        old->source = previous->source;
    }
    old->template_name = run->template_name ? run->template_name : previous->template_name;
    if (!reach_document(house, old)) {
        take_findings(&run->diag, &old->diag);
        return false;
    }
    struct slice canonical = run_canonical(house, old);
    struct link before = link_of(old, canonical), after = link_of(run, run_canonical(house, run));
    previous->source = source_of(run->arena, carried_previous, canonical);
    previous->template_name = package_of(old).p;
    return chain_check(&run->diag, &before, &after, CHAIN_WANTED);
}

/* The document is made twice: without the list of changes, to find them, and with it. */
bool run_correct(struct house *house, struct run *run)
{
    struct run old;
    if (!reach_previous(house, run, &old))
        return false;
    fact_find(run->facts, run->facts->root, SLICE("更正.有说明"))->flag = true;
    if (!run_compose(house, run))
        return false;
    check_kind(run, &old, run);
    struct side before = side_of(&old), after = side_of(run);
    const struct diff *diff = diff_run(run->arena, &before, &after);
    diff_add_facts(diff, run->facts, true);
    if (!run_compose(house, run))
        return false;
    after = side_of(run);
    const struct diff *final = diff_run(run->arena, &before, &after);
    if (final->cell_count != diff->cell_count || final->text_count != diff->text_count) {
        diag_report(&run->diag, MSG_NOTICE_MOVES, (struct pos){0});
        return false;
    }
    name_places(final, run->marks);
    return true;
}

/* ---- Comparison ---- */

void run_changes(struct run *run, const struct run *old, const struct run *new, bool colour)
{
    struct side before = side_of(old), after = side_of(new);
    diff_print_brief(&run->file, diff_run(run->arena, &before, &after), run->diag.language, colour);
}

/* The heading names the document, not the disclosure that the package is for. */
static void set_title(struct arena *arena, struct document *document)
{
    const struct doc_node *heading = document->root->first;
    while (heading && heading->element != ELEMENT_HEADING)
        heading = heading->next;
    struct buf title = {0};
    buf_puts(&title, "");
    node_put_text(&title, heading ? heading : document->root);
    document->title = slice_copy(arena, buf_slice(&title));
    buf_free(&title);
}

static bool make_pdf(struct house *house, struct run *run, const struct run *new,
                     const struct diff *diff)
{
    run->record = new->record;
    run->facts = new->facts;
    diff_add_facts(diff, run->facts, false);
    run->document = template_run_part(run->arena, &run->diag, new->template, run->facts,
                                      SLICE("correction/diff"));
    if (!run->document)
        return false;
    set_title(run->arena, run->document);
    return run_layout(house, run) && run_write_bare(run);
}

bool run_diff(struct house *house, struct run *run, const char *old_path, const char *new_path,
              enum gongkai_diff_format format)
{
    struct run old, new;
    run_init(&old, run->arena, run->diag.language, old_path);
    run_init(&new, run->arena, run->diag.language, new_path);
    bool old_made = reach_document(house, &old), new_made = reach_document(house, &new);
    if (!old_made)
        take_findings(&run->diag, &old.diag);
    if (!new_made)
        take_findings(&run->diag, &new.diag);
    if (!old_made || !new_made)
        return false;
    struct link first = link_of(&old, run_canonical(house, &old));
    struct link second = link_of(&new, run_canonical(house, &new));
    if (!chain_check(&run->diag, &first, &second, CHAIN_IF_STATED))
        return false;
    check_kind(run, &old, &new);
    struct side before = side_of(&old), after = side_of(&new);
    const struct diff *diff = diff_run(run->arena, &before, &after);
    if (format == GONGKAI_DIFF_PDF)
        return make_pdf(house, run, &new, diff);
    if (format == GONGKAI_DIFF_JSON)
        diff_print_json(&run->file, diff);
    else
        diff_print(&run->file, diff, run->diag.language, format == GONGKAI_DIFF_COLOUR);
    return true;
}
