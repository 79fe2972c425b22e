#include "press/demand.h"

#include "press/stages.h"

struct asked {
    struct run *run;
    const struct node *record;
    bool chosen, told;
    bool unfit; /* the package is for other kinds of document: nothing is asked for it */
    const struct template *template; /* NULL when there is none for the record */
    const struct kind *kind;
};

/* The package for the record; that there is none is for others to report. */
static const struct template *choose(struct run *run, const struct node *record, const char **name)
{
    struct run quiet = *run;
    diag_init(&quiet.diag, quiet.arena, LANGUAGE_ENGLISH);
    return run_template(&quiet, record, name);
}

static void choose_once(struct asked *asked, const struct node *record)
{
    if (asked->chosen)
        return;
    record = asked->record ? asked->record : record;
    const char *name;
    asked->template = choose(asked->run, record, &name);
    asked->kind = kind_of(record);
    asked->unfit = asked->template && !run_serves(asked->run, record, asked->template, name);
    asked->chosen = true;
}

static bool reads(void *data, const struct node *record, const char *key)
{
    struct asked *asked = data;
    choose_once(asked, record);
    return !asked->unfit &&
           (!asked->template || house_reads(asked->run->house, asked->template, asked->kind,
                                            slice_of(key)) != READS_NOT);
}

bool demand_has_form(const struct demand *demand, const struct node *record)
{
    struct asked *asked = demand->data;
    choose_once(asked, record);
    return asked->template != NULL;
}

static const struct schema_row *keys(void *data, const struct node *record)
{
    struct asked *asked = data;
    choose_once(asked, record);
    const char *name;
    bool tell = !asked->template && !asked->told && node_child(record, SLICE("自定义"));
    asked->told |= tell;
    if (tell)
        run_template(asked->run, record, &name); /* says why its keys are not known */
    return asked->template ? template_form(asked->template, asked->kind->form)->keys : NULL;
}

static struct demand demand_by(struct run *run, const struct node *record,
                               bool (*reads)(void *data, const struct node *record,
                                             const char *key))
{
    struct asked *asked = ARENA_NEW(run->arena, struct asked);
    *asked = (struct asked){.run = run, .record = record};
    return (struct demand){.reads = reads, .data = asked, .keys = keys};
}

struct demand demand_new(struct run *run, const struct node *record)
{
    return demand_by(run, record, reads);
}

struct demand demand_of_all(struct run *run)
{
    return demand_by(run, NULL, NULL);
}

const struct ledger_form *run_form(struct run *run, const struct node *record)
{
    const char *name;
    const struct template *template = choose(run, record, &name);
    const struct ledger_form *form = kind_of(record)->form;
    return template ? template_form(template, form) : form;
}
