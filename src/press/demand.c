#include "press/demand.h"

#include "press/stages.h"

struct asked {
    struct run *run;
    const struct node *record;
    bool chosen;
    const struct template *template; /* NULL when there is none for the record */
    const struct kind *kind;
};

/* The package for the record; that there is none is for others to report. */
static const struct template *choose(const struct asked *asked, const struct node *record)
{
    struct run quiet = *asked->run;
    diag_init(&quiet.diag, quiet.arena, LANGUAGE_ENGLISH);
    const char *name;
    return run_template(&quiet, record, &name);
}

static bool reads(void *data, const struct node *record, const char *key)
{
    struct asked *asked = data;
    if (!asked->chosen) {
        record = asked->record ? asked->record : record;
        asked->template = choose(asked, record);
        asked->kind = kind_of(record);
        asked->chosen = true;
    }
    return !asked->template ||
           house_reads(asked->run->house, asked->template, asked->kind, slice_of(key)) != READS_NOT;
}

struct demand demand_new(struct run *run, const struct node *record)
{
    struct asked *asked = ARENA_NEW(run->arena, struct asked);
    *asked = (struct asked){.run = run, .record = record};
    return (struct demand){reads, asked};
}
