/*
 * gongkai template trace: which part of which package a printed sentence came from, and the blocks
 * around it, by which a package can say it otherwise.
 */
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "command/template_command.h"
#include "template/named.h"

struct trace {
    const struct template *template;
    const char *word;
    enum language language;
    unsigned found;
    const struct doc_node *block; /* what is looked at, and */
    struct buf text;              /* its text */
};

/* Where the word stands in the texts of the block: the node that has its first byte. */
static const struct doc_node *node_of(const struct doc_node *node, size_t *at)
{
    if (node->element == ELEMENT_TEXT) {
        if (*at < node->text.n)
            return node;
        *at -= node->text.n;
        return NULL;
    }
    const struct doc_node *found = NULL;
    for (const struct doc_node *child = node->first; child && !found; child = child->next)
        found = node_of(child, at);
    return found;
}

static void put_texts(struct buf *out, const struct doc_node *node)
{
    if (node->element == ELEMENT_TEXT)
        buf_put_slice(out, node->text);
    for (const struct doc_node *child = node->first; child; child = child->next)
        put_texts(out, child);
}

static void put_place(struct pos pos)
{
    struct place place = pos_place(pos);
    printf("%s:%u:%u", pos.source ? pos.source->name : "-", place.line, place.column);
}

static void tell(struct trace *trace, const struct doc_node *node)
{
    enum { MOST = 8 };
    struct named_block blocks[MOST];
    bool chinese = trace->language == LANGUAGE_CHINESE;
    unsigned count = blocks_around(trace->template, node->pos, blocks, MOST);
    put_place(node->pos);
    printf(": %s\n", buf_slice(&trace->text).p);
    for (unsigned i = 0; i < count; i++) {
        printf(chinese ? "    块 {{$%.*s}}  " : "    block {{$%.*s}}  ", (int)blocks[i].name.n,
               blocks[i].name.p);
        put_place(blocks[i].pos);
        putchar('\n');
    }
    if (!count)
        puts(chinese ? "    不在任何块中；请整个复制该部件" : "    in no block; copy the part");
    trace->found++;
}

/* A paragraph, heading, item or cell that has text of its own. */
static bool has_text(const struct doc_node *node)
{
    for (const struct doc_node *child = node->first; child; child = child->next)
        if (child->element == ELEMENT_TEXT || child->element == ELEMENT_SPAN)
            return true;
    return false;
}

static void search(struct trace *trace, const struct doc_node *node)
{
    if (!has_text(node)) {
        for (const struct doc_node *child = node->first; child; child = child->next)
            search(trace, child);
        return;
    }
    buf_clear(&trace->text);
    put_texts(&trace->text, node);
    const char *found = strstr(buf_slice(&trace->text).p, trace->word);
    size_t at = found ? (size_t)(found - trace->text.p) : 0;
    const struct doc_node *text = found ? node_of(node, &at) : NULL;
    if (text)
        tell(trace, text);
}

struct options {
    const char *template;
};

static enum status trace_word(struct run *run, const char *word)
{
    struct origin origin;
    struct account account = {0};
    struct composition composition = {0};
    struct trace trace = {.word = word, .language = run->diag.language};
    run->request.lenient = true;
    if (run_read(run, &origin))
        run_compute(run, &origin, &account);
    if (origin.record && account.facts && run_compose(run, &origin, &account, &composition)) {
        trace.template = composition.template;
        search(&trace, composition.document->root);
        if (!trace.found)
            diag_report(&run->diag, MSG_TRACE_NOTHING, (struct pos){0}, word);
    }
    buf_free(&trace.text);
    return trace.found ? STATUS_OK : template_command_report(&run->diag);
}

enum status template_command_trace(int argc, char **argv)
{
    static const struct setting settings[] = {
        {"template", 0, false, offsetof(struct options, template)}, {0}};
    struct options options = {0};
    const struct command_line line = {"template trace", settings, &options,
                                      .operands = {{"RECORD", "数据文件"}, {"WORD", "词"}}};
    if (!command_read(&line, argc, argv))
        return STATUS_USAGE;
    struct house house;
    struct run run;
    struct arena *arena = arena_new();
    house_open(&house, NULL);
    run_init(&run, &house, arena, language_of_locale(), argv[optind]);
    run.request.template_name = options.template;
    enum status status = trace_word(&run, argv[optind + 1]);
    house_close(&house);
    arena_free(arena);
    return status;
}
