/* Names of subject codes, and what must hold of the codes typed. */
#include <string.h>

#include "ledger/stages.h"
#include "record/keys.h"

static struct slice subject_name(const struct ledger *ledger, struct slice code,
                                 const struct subject *subject)
{
    const struct fact *own = ledger->names ? fact_child(ledger->facts, ledger->names, code) : NULL;
    if (own && own->kind == FACT_TEXT)
        return own->text;
    return subject ? subject->name : SLICE("");
}

static const struct subject *find(const struct ledger *ledger, const struct subjects *subjects,
                                  struct slice code)
{
    return subject_find(subjects, code, ledger->year);
}

struct slice ledger_functional_name(struct ledger *ledger, struct slice code)
{
    struct named *last = &ledger->named[code.n % CODE_LENGTHS];
    if (!slice_eq(last->code, code))
        *last = (struct named){
            code, subject_name(ledger, code,
                               subject_find_functional(ledger->catalog, code, ledger->year))};
    return last->name;
}

struct slice ledger_economic_name(const struct ledger *ledger, struct slice code)
{
    return subject_name(ledger, code, find(ledger, &ledger->catalog->economic, code));
}

/* Where codes are typed. */
static const struct {
    const char *group;
    bool economic;
} groups[] = {{"收入", false},
              {"支出", false},
              {"年初结转和结余.政府性基金预算", false},
              {"年初结转和结余.国有资本经营预算", false},
              {"年末结转和结余.政府性基金预算", false},
              {"年末结转和结余.国有资本经营预算", false},
              {"年初预算", false},
              {"年初预算.政府性基金预算", false},
              {"年初预算.国有资本经营预算", false},
              {"全年预算", false},
              {"全年预算.政府性基金预算", false},
              {"全年预算.国有资本经营预算", false},
              {"上年.一般公共预算支出", false},
              {"基本支出经济分类", true},
              {"项目支出经济分类", true}};

void ledger_take_names(struct ledger *ledger, const struct facts *other)
{
    const struct fact *names = fact_find(other, other->root, SLICE("科目名称"));
    struct fact *into = ledger_group(ledger, "科目名称");
    for (const struct fact *name = names ? names->first : NULL; name; name = name->next) {
        if (name->kind != FACT_TEXT || fact_child(ledger->facts, into, name->key) ||
            find(ledger, &ledger->catalog->functional, name->key) ||
            find(ledger, &ledger->catalog->economic, name->key))
            continue;
        struct fact *copy = fact_add(ledger->facts, into, name->key, FACT_TEXT);
        copy->text = name->text;
        copy->origin = name->origin;
    }
}

void ledger_settle_names(struct arena *arena, struct node *record, const struct facts *facts)
{
    const struct fact *names = fact_find(facts, facts->root, SLICE("科目名称"));
    for (const struct fact *name = names ? names->first : NULL; name; name = name->next)
        if (name->kind == FACT_TEXT)
            record_set_text(arena, record_map(arena, record, SLICE("科目名称")), name->key,
                            name->text);
}

/* Types the names of a code, and of what is above it, that come from the user's or the site's own
 * lists. */
static void settle_own(struct arena *arena, struct node *record, const struct subjects *subjects,
                       struct slice code, int year)
{
    if (code.n < 3)
        return;
    struct node *names = record_map(arena, record, SLICE("科目名称"));
    for (size_t digits = 3; digits <= code.n && subjects->own; digits += 2) {
        struct slice part = slice_copy(arena, (struct slice){code.p, digits});
        const struct subject *subject = subject_find(subjects, part, year);
        if (subject && subject->shelf >= SHELF_SITE && !node_child(names, part))
            record_set_text(arena, names, part, subject->name);
    }
}

void ledger_settle_own_names(struct arena *arena, struct node *record, const struct facts *facts)
{
    int year = (int)fact_find(facts, facts->root, SLICE("单位.年度"))->number;
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
        const struct fact *group = fact_find(facts, facts->root, slice_of(groups[i].group));
        const struct subjects *subjects =
            groups[i].economic ? &facts->catalog->economic : &facts->catalog->functional;
        for (const struct fact *code = group ? group->first : NULL; code; code = code->next)
            settle_own(arena, record, subjects, code->key, year);
    }
}

/* A name of the record that the catalogue of the year has otherwise. */
static void check_names(struct ledger *ledger)
{
    const struct fact *name = ledger->names ? ledger->names->first : NULL;
    for (; name; name = name->next) {
        const struct subject *subject = find(ledger, &ledger->catalog->functional, name->key);
        if (!subject)
            subject = find(ledger, &ledger->catalog->economic, name->key);
        if (!subject || name->kind != FACT_TEXT || slice_eq(subject->name, name->text))
            continue;
        struct finding *finding = diag_report(ledger->diag, MSG_SUBJECT_NAME, name->origin->pos,
                                              name->key.p, name->text.p, subject->name.p);
        finding->values[0] = name->text.p;
        finding->values[1] = subject->name.p;
    }
}

/* The codes without a name, each once. */
struct nameless {
    struct ledger *ledger;
    struct buf told;  /* the codes, each with a blank around it */
    struct buf codes; /* those of the finding at hand */
    struct buf paste; /* the lines that name them all, shown with the first finding */
    struct finding *first;
    bool json;
};

/* The place of a subject: its own, or that of the first record that types an amount for it. */
static struct pos subject_pos(const struct fact *subject)
{
    return subject->origin ? subject->origin->key_pos : fact_pos(subject);
}

static bool is_json(const struct fact *subject)
{
    const struct source *source = subject_pos(subject).source;
    return source && slice_starts(slice_trim(source->text), "{");
}

/* Adds the code to what the finding at hand names, unless it has been told of. */
static void name_code(struct nameless *nameless, struct slice code, bool json)
{
    struct arena *arena = nameless->ledger->facts->arena;
    const char *word = arena_printf(arena, " %s ", code.p);
    if (nameless->told.n && strstr(nameless->told.p, word))
        return;
    buf_puts(&nameless->told, word);
    buf_printf(&nameless->codes, "%s%s", nameless->codes.n ? " " : "", code.p);
    bool first = !nameless->paste.n;
    if (json)
        buf_printf(&nameless->paste, "%s\"%s\": \"〔待填：〕\"", first ? "\"科目名称\": {" : ", ",
                   code.p);
    else
        buf_printf(&nameless->paste, "%s%s = 〔待填：〕\n", first ? "[科目名称]\n" : "", code.p);
}

/* Reports codes without a name; one alone with the code that was probably meant. */
static struct finding *report_nameless(struct ledger *ledger, struct pos pos, struct slice codes)
{
    struct slice near =
        memchr(codes.p, ' ', codes.n) ? SLICE("") : catalog_near(ledger->catalog, codes);
    if (!near.n)
        return diag_report(ledger->diag, MSG_SUBJECT_UNKNOWN, pos, codes.p);
    const struct subject *subject = subject_find_functional(ledger->catalog, near, ledger->year);
    if (!subject)
        subject = find(ledger, &ledger->catalog->economic, near);
    return diag_report(ledger->diag, MSG_SUBJECT_NEAR, pos, codes.p, near.p, subject->name.p);
}

/* Reports the levels of the code that have no name, together. */
static void check_code(struct nameless *nameless, const struct fact *subject, bool economic)
{
    struct ledger *ledger = nameless->ledger;
    bool json = is_json(subject);
    buf_clear(&nameless->codes);
    for (size_t digits = 3; digits <= subject->key.n; digits += 2) {
        struct slice code =
            slice_copy(ledger->facts->arena, (struct slice){subject->key.p, digits});
        struct slice name =
            economic ? ledger_economic_name(ledger, code) : ledger_functional_name(ledger, code);
        if (!name.n)
            name_code(nameless, code, json);
    }
    if (!nameless->codes.n)
        return;
    struct finding *finding =
        report_nameless(ledger, subject_pos(subject),
                        slice_copy(ledger->facts->arena, buf_slice(&nameless->codes)));
    if (!nameless->first)
        nameless->first = finding;
    nameless->json = json;
    ledger->facts->nameless = true;
}

/* Every code typed must have a name, at each of its levels. */
static void check_codes(struct ledger *ledger)
{
    struct nameless nameless = {.ledger = ledger};
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
        const struct fact *group = ledger_fact(ledger, groups[i].group);
        for (const struct fact *fact = group->first; fact; fact = fact->next)
            if (key_is_digits(fact->key))
                check_code(&nameless, fact, groups[i].economic);
    }
    if (nameless.first)
        nameless.first->paste =
            arena_printf(ledger->facts->arena, "%s%s", nameless.paste.p, nameless.json ? "}," : "");
    buf_free(&nameless.told);
    buf_free(&nameless.codes);
    buf_free(&nameless.paste);
}

/* Fiscal money is spent as 基本支出 or 项目支出; other kinds would be in no table of the form. */
static void check_fiscal_kinds(struct ledger *ledger)
{
    static const char *const budgets[] = {"一般公共预算", "政府性基金预算", "国有资本经营预算"};
    for (const struct fact *code = ledger_fact(ledger, "支出")->first; code; code = code->next)
        for (size_t i = 0; i < sizeof budgets / sizeof *budgets; i++) {
            const struct fact *budget = fact_child(ledger->facts, code, slice_of(budgets[i]));
            for (const struct fact *kind = budget ? budget->first : NULL; kind; kind = kind->next) {
                if (!kind->number || slice_is(kind->key, "基本支出") ||
                    slice_is(kind->key, "项目支出"))
                    continue;
                diag_report(ledger->diag, MSG_FISCAL_KIND, kind->origin->key_pos, budgets[i],
                            kind->key.p);
                ledger->failed = true;
            }
        }
}

bool ledger_codes(struct ledger *ledger)
{
    check_codes(ledger);
    check_names(ledger);
    check_fiscal_kinds(ledger);
    return !ledger->failed;
}
