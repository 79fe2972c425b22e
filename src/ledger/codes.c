/* Names of subject codes, and what must hold of the codes typed. */
#include "ledger/stages.h"

static struct slice subject_name(const struct ledger *ledger, struct slice code,
                                 const struct subject *subject)
{
    const struct fact *own = ledger->names ? fact_child(ledger->facts, ledger->names, code) : NULL;
    if (own && own->kind == FACT_TEXT)
        return own->text;
    return subject ? subject->name : SLICE("");
}

static int year_of(const struct ledger *ledger)
{
    return (int)ledger_fact(ledger, "单位.年度")->number;
}

static const struct subject *find(const struct ledger *ledger, const struct subjects *subjects,
                                  struct slice code)
{
    return subject_find(subjects, code, year_of(ledger));
}

struct slice ledger_functional_name(const struct ledger *ledger, struct slice code)
{
    return subject_name(ledger, code,
                        subject_find_functional(ledger->catalog, code, year_of(ledger)));
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
              {"基本支出经济分类", true}};

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
    for (size_t digits = 3; digits <= code.n; digits += 2) {
        struct slice part = slice_copy(arena, (struct slice){code.p, digits});
        const struct subject *subject = subject_find(subjects, part, year);
        struct node *names = record_map(arena, record, SLICE("科目名称"));
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

static void report_unknown(struct ledger *ledger, struct pos pos, struct slice code)
{
    struct slice near = catalog_near(ledger->catalog, code);
    if (near.n) {
        const struct subject *subject =
            subject_find_functional(ledger->catalog, near, year_of(ledger));
        if (!subject)
            subject = find(ledger, &ledger->catalog->economic, near);
        diag_report(ledger->diag, MSG_SUBJECT_NEAR, pos, code.p, near.p, subject->name.p);
    } else {
        diag_report(ledger->diag, MSG_SUBJECT_UNKNOWN, pos, code.p);
    }
    ledger->failed = true;
}

static void check_code(struct ledger *ledger, const struct fact *subject, bool economic)
{
    for (size_t digits = 3; digits <= subject->key.n; digits += 2) {
        struct slice code =
            slice_copy(ledger->facts->arena, (struct slice){subject->key.p, digits});
        struct slice name =
            economic ? ledger_economic_name(ledger, code) : ledger_functional_name(ledger, code);
        if (name.n)
            continue;
        report_unknown(ledger, subject->origin->key_pos, code);
        return;
    }
}

/* Every code typed must have a name, at each of its levels. */
static void check_codes(struct ledger *ledger)
{
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
        const struct fact *group = ledger_fact(ledger, groups[i].group);
        for (const struct fact *fact = group->first; fact; fact = fact->next)
            if (ledger_is_code(fact->key))
                check_code(ledger, fact, groups[i].economic);
    }
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
