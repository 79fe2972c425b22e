/*
 * The library that others link: the functions of gongkai.h, each of which asks a process of its
 * own, the program as an engine (command/engine.c). Of the libraries that make a document some go
 * on with something else when an allocation fails, and some go down; there the program ends at the
 * first failure, and here that is an error of one call. So nothing that a document does, whoever
 * wrote it, reaches the host: no end of the process, no memory, no lock, no signal.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "gongkai.h"
#include "remote/parcel.h"

enum { ALLOWED = 32 };

struct gongkai {
    int socket;  /* to the engine; -1 for none */
    pid_t child; /* the engine, of the process */
    pid_t owner;
    char *data; /* the folder that was given, or NULL */
    enum gongkai_language language;
    enum gongkai_level least;
    char *allowed[ALLOWED];
    int allowed_count;
    struct parcel question, answer;
    size_t files; /* where they stand in the answer */
    unsigned page_count;
    char said[PATH_MAX + 256]; /* what this side has to say */
};

extern char **environ;

/* ---- The engine ---- */

static const char *words_of(const struct gongkai *gongkai, const char *english, const char *chinese)
{
    return gongkai->language == GONGKAI_CHINESE ? chinese : english;
}

/* Puts the path of the program below the folder. False when there is none. */
static bool is_program(char *path, size_t room, const char *folder, const char *tail)
{
    int n = snprintf(path, room, "%s%s", folder, tail);
    return n > 0 && (size_t)n < room && access(path, X_OK) == 0;
}

/* Where the program is: $GONGKAI_PROGRAM; beside this library; beside the data; where it was
 * installed. */
static void find_program(const struct gongkai *gongkai, char *path, size_t room)
{
    static const char *const tails[] = {"/gongkai", "/../bin/gongkai", "/../../bin/gongkai"};
    const char *named = secure_getenv("GONGKAI_PROGRAM");
    char own[PATH_MAX] = "";
    Dl_info about;
    if (dladdr((const void *)(uintptr_t)gongkai_new, &about) && about.dli_fname &&
        strchr(about.dli_fname, '/') && realpath(about.dli_fname, own))
        *strrchr(own, '/') = '\0';
    if (named && *named) {
        snprintf(path, room, "%s", named);
        return;
    }
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++)
        if ((*own && is_program(path, room, own, tails[i])) ||
            (gongkai->data && is_program(path, room, gongkai->data, tails[i])))
            return;
    snprintf(path, room, "%s", GONGKAI_BINDIR "/gongkai");
}

/* Starts the program with the socket as its standard input, and nothing else of the host's: no
 * files, no mask of signals, no terminal. 0, or an error number. */
static int start_program(char *path, int socket, pid_t *child)
{
    char *const words[] = {path, (char[]){"--engine"}, NULL};
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    if (posix_spawn_file_actions_init(&files) != 0)
        return ENOMEM;
    if (posix_spawnattr_init(&attributes) != 0) {
        posix_spawn_file_actions_destroy(&files);
        return ENOMEM;
    }
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
                                              POSIX_SPAWN_SETPGROUP);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    int error = posix_spawn_file_actions_adddup2(&files, socket, STDIN_FILENO);
    for (int file = STDOUT_FILENO; !error && file <= STDERR_FILENO; file++)
        error = posix_spawn_file_actions_addopen(&files, file, "/dev/null", O_WRONLY, 0);
    if (!error)
        error = posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
    if (!error)
        error = posix_spawn(child, path, &files, &attributes, words, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return error;
}

/* Ends the engine, and says how it ended: as waitpid does, or -1. */
static int stop(struct gongkai *gongkai)
{
    int status = -1;
    if (gongkai->socket < 0)
        return status;
    close(gongkai->socket);
    gongkai->socket = -1;
    gongkai->page_count = 0;
    if (gongkai->owner != getpid())
        return status;
    pid_t ended;
    while ((ended = waitpid(gongkai->child, &status, 0)) < 0 && errno == EINTR)
        continue;
    return ended < 0 ? -1 : status;
}

static bool exchange(struct gongkai *gongkai)
{
    parcel_clear(&gongkai->answer);
    return parcel_send(&gongkai->question, gongkai->socket) &&
           parcel_receive(&gongkai->answer, gongkai->socket);
}

static bool was_out_of_memory(int status)
{
    enum { OUT_OF_MEMORY = 2 }; /* command/memory.c: STATUS_ERROR */
    return status >= 0 && WIFEXITED(status) && WEXITSTATUS(status) == OUT_OF_MEMORY;
}

/* Tells the engine what it is for, and hears whether it is ours. */
static bool introduce(struct gongkai *gongkai, const char *path)
{
    struct parcel asked = gongkai->question, *hello = &gongkai->question;
    *hello = (struct parcel){0};
    parcel_put_number(hello, CALL_NEW);
    parcel_put_text(hello, gongkai->data);
    parcel_put_number(hello, gongkai->language);
    parcel_put_number(hello, gongkai->least);
    parcel_put_number(hello, gongkai->allowed_count);
    for (int i = 0; i < gongkai->allowed_count; i++)
        parcel_put_text(hello, gongkai->allowed[i]);
    bool memory = !exchange(gongkai) && errno == ENOMEM;
    const char *version = parcel_take_text(&gongkai->answer);
    bool ours = version && strcmp(version, GONGKAI_VERSION) == 0;
    parcel_free(hello);
    gongkai->question = asked;
    if (ours)
        return true;
    memory = was_out_of_memory(stop(gongkai)) || memory;
    snprintf(gongkai->said, sizeof gongkai->said,
             words_of(gongkai,
                      memory ? "gongkai: error: %s: there is not enough memory (library %s)\n"
                             : "gongkai: error: %s is not the program of this library (%s)\n",
                      memory ? "gongkai: 错误：%s：内存不足（库 %s）\n"
                             : "gongkai: 错误：%s 不是与本库（%s）配套的程序\n"),
             path, GONGKAI_VERSION);
    return false;
}

/* Starts an engine when there is none that is this process's own. False after saying why. */
static bool start(struct gongkai *gongkai)
{
    int ends[2];
    char path[PATH_MAX];
    if (gongkai->socket >= 0 && gongkai->owner == getpid())
        return true;
    stop(gongkai);
    find_program(gongkai, path, sizeof path);
    int error = socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) ? errno : 0;
    if (!error) {
        error = start_program(path, ends[1], &gongkai->child);
        close(ends[1]);
        if (error)
            close(ends[0]);
    }
    if (!error) {
        gongkai->socket = ends[0];
        gongkai->owner = getpid();
        return introduce(gongkai, path);
    }
    snprintf(gongkai->said, sizeof gongkai->said,
             words_of(gongkai, "gongkai: error: %s cannot be started (%s)\n",
                      "gongkai: 错误：%s 无法启动（%s）\n"),
             path,
             error == ENOMEM ? words_of(gongkai, "not enough memory", "内存不足")
                             : strerrordesc_np(error));
    return false;
}

/* ---- A call ---- */

/* Begins to ask. Where the host stands goes along, since it may go elsewhere. */
static struct parcel *ask(struct gongkai *gongkai, enum call call)
{
    char here[PATH_MAX];
    struct parcel *question = &gongkai->question;
    parcel_clear(question);
    parcel_put_number(question, call);
    parcel_put_text(question, getcwd(here, sizeof here));
    return question;
}

static struct gongkai_result error_result(const struct gongkai *gongkai)
{
    return (struct gongkai_result){.level = GONGKAI_ERROR, .messages = gongkai->said};
}

/* How the engine ended in the middle of its work. */
static struct gongkai_result lost(struct gongkai *gongkai, bool memory)
{
    if (memory && gongkai->socket >= 0 && gongkai->owner == getpid())
        kill(gongkai->child, SIGKILL); /* its answer is of no use */
    int status = stop(gongkai);
    if (memory || status < 0 || was_out_of_memory(status))
        snprintf(gongkai->said, sizeof gongkai->said, "%s",
                 words_of(gongkai, "gongkai: error: there is not enough memory\n",
                          "gongkai: 错误：内存不足\n"));
    else
        snprintf(gongkai->said, sizeof gongkai->said,
                 words_of(gongkai,
                          "gongkai: error: the process that makes documents ended (%s %d)\n",
                          "gongkai: 错误：生成文档的进程中止（%s %d）\n"),
                 WIFSIGNALED(status) ? "signal" : "status",
                 WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
    return error_result(gongkai);
}

static const char *next_file(struct parcel *answer, const char **name, size_t *size)
{
    *name = parcel_take_text(answer);
    return parcel_take(answer, size);
}

/* Sends what was asked, and takes the answer apart. An engine that has ended since the last call is
 * replaced. */
static struct gongkai_result hear(struct gongkai *gongkai)
{
    struct parcel *answer = &gongkai->answer;
    const char *name;
    gongkai->files = 0;
    if (gongkai->question.failed)
        return lost(gongkai, true);
    for (int tries = 0;; tries++) {
        if (!start(gongkai))
            return error_result(gongkai);
        if (parcel_send(&gongkai->question, gongkai->socket))
            break;
        if (tries)
            return lost(gongkai, false);
        stop(gongkai);
    }
    if (!parcel_receive(answer, gongkai->socket))
        return lost(gongkai, errno == ENOMEM);
    struct gongkai_result result = {.level = (enum gongkai_level)parcel_take_number(answer)};
    gongkai->page_count = (unsigned)parcel_take_number(answer);
    result.messages = parcel_take_text(answer);
    gongkai->files = answer->at;
    result.bytes = next_file(answer, &name, &result.size);
    if (!result.messages)
        result.messages = "";
    return result;
}

/* Tells an engine that works already; one that starts later is told of all there is. */
static void tell(struct gongkai *gongkai)
{
    if (gongkai->socket >= 0)
        hear(gongkai);
}

static struct gongkai_result ask_path(struct gongkai *gongkai, enum call call, const char *path)
{
    parcel_put_text(ask(gongkai, call), path);
    return hear(gongkai);
}

static void put_options(struct parcel *question, const struct gongkai_options *options)
{
    static const struct gongkai_options none;
    if (!options)
        options = &none;
    parcel_put_text(question, options->template_name);
    parcel_put_text(question, options->corrects);
    parcel_put_number(question, options->marks);
    parcel_put_number(question, options->draft);
    parcel_put_text(question, options->password);
    parcel_put_number(question, options->linearize);
    parcel_put_number(question, options->no_record);
    parcel_put(question, options->text, options->text_size);
}

/* ---- The functions of gongkai.h ---- */

struct gongkai *gongkai_new(const char *data, enum gongkai_language language)
{
    struct gongkai *gongkai = calloc(1, sizeof *gongkai);
    if (!gongkai)
        return NULL;
    gongkai->socket = -1;
    gongkai->language = language;
    if (!data)
        data = getenv("GONGKAI_DATA");
    if (data && !(gongkai->data = realpath(data, NULL)) && errno != ENOMEM)
        gongkai->data = strdup(data); /* the first call will tell */
    if (data && !gongkai->data) {
        free(gongkai);
        return NULL;
    }
    return gongkai;
}

void gongkai_tell_from(struct gongkai *gongkai, enum gongkai_level least)
{
    gongkai->least = least;
    parcel_put_number(ask(gongkai, CALL_TELL_FROM), least);
    tell(gongkai);
}

void gongkai_free(struct gongkai *gongkai)
{
    if (!gongkai)
        return;
    stop(gongkai);
    for (int i = 0; i < gongkai->allowed_count; i++)
        free(gongkai->allowed[i]);
    parcel_free(&gongkai->question);
    parcel_free(&gongkai->answer);
    free(gongkai->data);
    free(gongkai);
}

int gongkai_allow_path(struct gongkai *gongkai, const char *folder)
{
    if (gongkai->allowed_count == ALLOWED)
        return 0;
    char *copy = realpath(folder, NULL);
    if (!copy && !(copy = strdup(folder)))
        return 0;
    gongkai->allowed[gongkai->allowed_count++] = copy;
    parcel_put_text(ask(gongkai, CALL_ALLOW_PATH), copy);
    tell(gongkai);
    return 1;
}

/* Ends a question for files of the record. */
static struct gongkai_result make(struct gongkai *gongkai, struct parcel *question,
                                  const char *path, const struct gongkai_options *options)
{
    parcel_put_text(question, path);
    put_options(question, options);
    return hear(gongkai);
}

struct gongkai_result gongkai_make_with(struct gongkai *gongkai, enum gongkai_output output,
                                        const char *path, const struct gongkai_options *options)
{
    struct parcel *question = ask(gongkai, CALL_MAKE);
    parcel_put_number(question, output);
    return make(gongkai, question, path, options);
}

struct gongkai_result gongkai_make(struct gongkai *gongkai, enum gongkai_output output,
                                   const char *path, const char *template_name)
{
    struct gongkai_options options = {.template_name = template_name};
    return gongkai_make_with(gongkai, output, path, &options);
}

struct gongkai_result gongkai_render(struct gongkai *gongkai, const char *path,
                                     const char *template_name)
{
    return gongkai_make(gongkai, GONGKAI_PDF, path, template_name);
}

struct gongkai_result gongkai_make_all(struct gongkai *gongkai, const char *names, const char *path,
                                       const struct gongkai_options *options)
{
    struct parcel *question = ask(gongkai, CALL_MAKE_ALL);
    parcel_put_text(question, names);
    return make(gongkai, question, path, options);
}

struct gongkai_result gongkai_file(const struct gongkai *gongkai, const char *name)
{
    struct gongkai_result result = {.messages = ""};
    struct parcel answer = gongkai->answer; /* taken from anew */
    const char *found;
    answer.at = gongkai->files ? gongkai->files : answer.n;
    while (answer.at < answer.n) {
        size_t size;
        const char *bytes = next_file(&answer, &found, &size);
        if (found && strcmp(found, name) == 0 && bytes && size) {
            result.bytes = bytes;
            result.size = size;
        }
    }
    return result;
}

unsigned gongkai_page_count(const struct gongkai *gongkai)
{
    return gongkai->page_count;
}

struct gongkai_result gongkai_draw(struct gongkai *gongkai, const char *name, unsigned page,
                                   int dpi)
{
    struct parcel *question = ask(gongkai, CALL_DRAW);
    parcel_put_text(question, name);
    parcel_put_number(question, page);
    parcel_put_number(question, dpi);
    return hear(gongkai);
}

struct gongkai_result gongkai_page(struct gongkai *gongkai, enum gongkai_picture picture,
                                   unsigned page, int dpi)
{
    return gongkai_draw(gongkai, picture == GONGKAI_SVG ? "svg" : "png", page, dpi);
}

struct gongkai_result gongkai_diff(struct gongkai *gongkai, const char *before, const char *after,
                                   enum gongkai_diff_format format)
{
    struct parcel *question = ask(gongkai, CALL_DIFF);
    parcel_put_text(question, before);
    parcel_put_text(question, after);
    parcel_put_number(question, format);
    return hear(gongkai);
}

void gongkai_refresh(struct gongkai *gongkai)
{
    ask(gongkai, CALL_REFRESH);
    tell(gongkai);
}

struct gongkai_result gongkai_changes(struct gongkai *gongkai, int colour)
{
    parcel_put_number(ask(gongkai, CALL_CHANGES), colour);
    return hear(gongkai);
}

struct gongkai_result gongkai_hash(struct gongkai *gongkai, const char *path)
{
    return ask_path(gongkai, CALL_HASH, path);
}

struct gongkai_result gongkai_explain(struct gongkai *gongkai, const char *path,
                                      const char *const *names, size_t count)
{
    struct parcel *question = ask(gongkai, CALL_EXPLAIN);
    parcel_put_text(question, path);
    parcel_put_number(question, (int64_t)count);
    for (size_t i = 0; i < count; i++)
        parcel_put_text(question, names[i]);
    return hear(gongkai);
}

struct gongkai_result gongkai_audit_with(struct gongkai *gongkai, const char *path,
                                         const struct gongkai_audit_options *options)
{
    static const struct gongkai_audit_options none;
    struct parcel *question = ask(gongkai, CALL_AUDIT);
    options = options ? options : &none;
    parcel_put_text(question, path);
    parcel_put_text(question, options->last_year);
    parcel_put_text(question, options->form);
    parcel_put_number(question, options->format);
    return hear(gongkai);
}

struct gongkai_result gongkai_audit(struct gongkai *gongkai, const char *path,
                                    const char *last_year, enum gongkai_audit_format format)
{
    const struct gongkai_audit_options options = {.last_year = last_year, .format = format};
    return gongkai_audit_with(gongkai, path, &options);
}

struct gongkai_result gongkai_verify(struct gongkai *gongkai, const char *path)
{
    return ask_path(gongkai, CALL_VERIFY, path);
}

struct gongkai_result gongkai_extract(struct gongkai *gongkai, const char *path)
{
    return ask_path(gongkai, CALL_EXTRACT, path);
}

struct gongkai_result gongkai_extract_previous(struct gongkai *gongkai, const char *path)
{
    return ask_path(gongkai, CALL_EXTRACT_PREVIOUS, path);
}
