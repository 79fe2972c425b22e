/* Figures down to what was typed. */
#include "press/pipeline.h"
#include "serve/makers.h"

enum { DEPTH_MAX = 24 };

static void put_origin(struct buf *out, struct asked *asked, const struct node *origin)
{
    buf_puts(out, ",\"key\":");
    buf_put_json(out, node_path(asked->arena, origin));
    struct pos cell = pos_imported(origin->pos);
    struct buf place = {0};
    pos_put(&place, cell.source ? cell : origin->pos, asked->language);
    buf_printf(out, ",\"imported\":%s,\"place\":", cell.source ? "true" : "false");
    buf_put_json(out, buf_slice(&place));
    buf_free(&place);
}

/* Terms that are zero say nothing and are left out, as on the command line. */
static void put_fact(struct buf *out, struct asked *asked, const struct fact *fact, int depth)
{
    struct buf value = {0};
    const char *between = "";
    fact_print_value(&value, fact);
    buf_puts(out, "{\"name\":");
    buf_put_json(out, fact_path(asked->arena, fact));
    buf_puts(out, ",\"value\":");
    buf_put_json(out, buf_slice(&value));
    buf_free(&value);
    if (fact->formula) {
        buf_puts(out, ",\"formula\":");
        buf_put_json(out, slice_of(fact->formula));
    }
    if (fact->origin)
        put_origin(out, asked, fact->origin);
    buf_puts(out, ",\"terms\":[");
    for (uint32_t i = 0; i < fact->term_count && depth < DEPTH_MAX; i++) {
        if (!fact_is_true(fact->terms[i]))
            continue;
        buf_puts(out, between);
        put_fact(out, asked, fact->terms[i], depth + 1);
        between = ",";
    }
    buf_puts(out, "]}");
}

void route_explain(struct asked *asked, struct answer *answer)
{
    struct run run;
    struct results made = {0};
    const char *between = "";
    if (!asked_run(asked, answer, &run, "record"))
        return;
    run.request.lenient = true;
    if (run_read(&run, &made.origin))
        run_compute(&run, &made.origin, &made.account);
    const struct facts *facts = made.account.facts;
    if (!facts) {
        answer_refused(answer, asked, &run.diag);
        return;
    }
    buf_puts(&answer->body, "{\"facts\":[");
    for (const struct part *part = asked->parts; part; part = part->next) {
        if (part->parameter->kind != KIND_TEXTS)
            continue;
        const struct fact *fact = fact_find(facts, facts->root, part->bytes);
        if (!fact) {
            struct diag unknown;
            diag_init(&unknown, asked->arena, asked->language);
            fact_report_unknown(facts, &unknown, (struct pos){0}, part->bytes);
            answer_refused(answer, asked, &unknown);
            return;
        }
        buf_puts(&answer->body, between);
        put_fact(&answer->body, asked, fact, 0);
        between = ",\n";
    }
    buf_puts(&answer->body, "]}\n");
    answer_json(answer, NULL);
}
