/*
 * gongkai --engine: what the library of a host asks (remote/client.c) is done here, one question
 * after the other from the socket at standard input, until it is closed. A question that takes more
 * memory than there is ends the process (memory.c), which the host hears.
 */
#include <stdlib.h>
#include <unistd.h>

#include "command/command.h"
#include "remote/parcel.h"

struct engine {
    struct gongkai *gongkai;
    struct parcel question, answer;
};

static void introduce(struct engine *engine)
{
    struct parcel *question = &engine->question;
    const char *data = parcel_take_text(question);
    enum gongkai_language language = (enum gongkai_language)parcel_take_number(question);
    gongkai_free(engine->gongkai);
    engine->gongkai = gongkai_new(data, language);
    gongkai_tell_from(engine->gongkai, (enum gongkai_level)parcel_take_number(question));
    for (int64_t count = parcel_take_number(question); count > 0; count--) {
        const char *folder = parcel_take_text(question);
        if (folder)
            gongkai_allow_path(engine->gongkai, folder);
    }
    parcel_put_text(&engine->answer, GONGKAI_VERSION);
}

static struct gongkai_options take_options(struct parcel *question)
{
    struct gongkai_options options = {0};
    options.template_name = parcel_take_text(question);
    options.corrects = parcel_take_text(question);
    options.marks = (int)parcel_take_number(question);
    options.draft = (int)parcel_take_number(question);
    options.password = parcel_take_text(question);
    options.linearize = (int)parcel_take_number(question);
    options.no_record = (int)parcel_take_number(question);
    options.text = parcel_take(question, &options.text_size);
    return options;
}

static struct gongkai_result make(struct engine *engine)
{
    enum gongkai_output output = (enum gongkai_output)parcel_take_number(&engine->question);
    const char *path = parcel_take_text(&engine->question);
    struct gongkai_options options = take_options(&engine->question);
    return gongkai_make_with(engine->gongkai, output, path, &options);
}

static struct gongkai_result draw(struct engine *engine)
{
    const char *name = parcel_take_text(&engine->question);
    unsigned page = (unsigned)parcel_take_number(&engine->question);
    return gongkai_draw(engine->gongkai, name, page, (int)parcel_take_number(&engine->question));
}

static struct gongkai_result compare(struct engine *engine)
{
    const char *before = parcel_take_text(&engine->question);
    const char *after = parcel_take_text(&engine->question);
    return gongkai_diff(engine->gongkai, before, after,
                        (enum gongkai_diff_format)parcel_take_number(&engine->question));
}

static struct gongkai_result explain(struct engine *engine)
{
    const char *path = parcel_take_text(&engine->question);
    size_t count = (size_t)parcel_take_number(&engine->question);
    const char **names = calloc(count + 1, sizeof *names);
    for (size_t i = 0; names && i < count; i++)
        names[i] = parcel_take_text(&engine->question);
    struct gongkai_result result = gongkai_explain(engine->gongkai, path, names, count);
    free(names);
    return result;
}

/* The answer: level, pages, messages, then name and bytes of each file; that of the result itself
 * has no name. */
static void put_result(struct engine *engine, const struct gongkai_result *result)
{
    struct parcel *answer = &engine->answer;
    parcel_put_number(answer, result->level);
    parcel_put_number(answer, gongkai_page_count(engine->gongkai));
    parcel_put_text(answer, result->messages);
    parcel_put_text(answer, NULL);
    parcel_put(answer, result->bytes, result->size);
}

static struct gongkai_result audit(struct engine *engine)
{
    const char *path = parcel_take_text(&engine->question);
    struct gongkai_audit_options options = {.last_year = parcel_take_text(&engine->question)};
    options.form = parcel_take_text(&engine->question);
    options.format = (enum gongkai_audit_format)parcel_take_number(&engine->question);
    return gongkai_audit_with(engine->gongkai, path, &options);
}

static void answer_all(struct engine *engine)
{
    const char *names = parcel_take_text(&engine->question);
    const char *path = parcel_take_text(&engine->question);
    struct gongkai_options options = take_options(&engine->question);
    struct gongkai_result all = gongkai_make_all(engine->gongkai, names, path, &options);
    put_result(engine, &all);
    for (struct slice rest = slice_of(names); all.bytes && rest.p;) {
        struct slice name = slice_cut(&rest, ',');
        char *text = xrealloc(NULL, name.n + 1);
        memcpy(text, name.p, name.n);
        text[name.n] = '\0';
        struct gongkai_result one = gongkai_file(engine->gongkai, text);
        parcel_put_text(&engine->answer, text);
        parcel_put(&engine->answer, one.bytes, one.size);
        free(text);
    }
}

static struct gongkai_result simple(struct engine *engine, enum call call)
{
    struct gongkai *gongkai = engine->gongkai;
    struct parcel *question = &engine->question;
    struct gongkai_result nothing = {.messages = ""};
    switch (call) {
    case CALL_TELL_FROM:
        gongkai_tell_from(gongkai, (enum gongkai_level)parcel_take_number(question));
        return nothing;
    case CALL_ALLOW_PATH:
        gongkai_allow_path(gongkai, parcel_take_text(question));
        return nothing;
    case CALL_REFRESH:
        gongkai_refresh(gongkai);
        return nothing;
    case CALL_MAKE:
        return make(engine);
    case CALL_DRAW:
        return draw(engine);
    case CALL_DIFF:
        return compare(engine);
    case CALL_CHANGES:
        return gongkai_changes(gongkai, (int)parcel_take_number(question));
    case CALL_HASH:
        return gongkai_hash(gongkai, parcel_take_text(question));
    case CALL_EXPLAIN:
        return explain(engine);
    case CALL_AUDIT:
        return audit(engine);
    case CALL_VERIFY:
        return gongkai_verify(gongkai, parcel_take_text(question));
    case CALL_EXTRACT:
        return gongkai_extract(gongkai, parcel_take_text(question));
    default:
        return gongkai_extract_previous(gongkai, parcel_take_text(question));
    }
}

/* False for what is no question of ours. */
static bool answer(struct engine *engine)
{
    int64_t call = parcel_take_number(&engine->question);
    parcel_clear(&engine->answer);
    if (call < 0 || call >= CALL_COUNT || (call != CALL_NEW && !engine->gongkai))
        return false;
    if (call == CALL_NEW) {
        introduce(engine);
        return true;
    }
    const char *folder = parcel_take_text(&engine->question);
    if (folder && chdir(folder) != 0)
        return false;
    if (call == CALL_MAKE_ALL) {
        answer_all(engine);
        return true;
    }
    struct gongkai_result result = simple(engine, (enum call)call);
    put_result(engine, &result);
    return true;
}

int command_engine(void)
{
    struct engine engine = {0};
    while (parcel_receive(&engine.question, STDIN_FILENO) && answer(&engine) &&
           parcel_send(&engine.answer, STDIN_FILENO))
        continue;
    gongkai_free(engine.gongkai);
    parcel_free(&engine.question);
    parcel_free(&engine.answer);
    return STATUS_OK;
}
