/* The page and the API, for those who have a browser. */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command/command.h"
#include "serve/serve.h"

struct options {
    const char *listen, *prefix, *trust, *workers, *seconds, *size, *memory;
};

/* A whole number from 1 to most. */
static bool read_number(const char *option, const char *text, unsigned most, unsigned *number)
{
    char *end = NULL;
    unsigned long value = text ? strtoul(text, &end, 10) : *number;
    if (text && (*text < '0' || *text > '9' || *end || value < 1 || value > most)) {
        command_complain("serve", MSG_OPTION_BAD, option, text, "1, 2, 3 …");
        return false;
    }
    *number = (unsigned)value;
    return true;
}

/* Begins with a '/' and ends without one. */
static bool is_prefix(const char *prefix)
{
    size_t n = strlen(prefix);
    bool sound =
        !n || (n > 1 && *prefix == '/' && prefix[n - 1] != '/' && !strpbrk(prefix, "?#% "));
    if (!sound)
        command_complain("serve", MSG_OPTION_BAD, "prefix", prefix, "/gongkai");
    return sound;
}

static bool read_options(int argc, char **argv, struct serve_settings *settings)
{
    static const struct setting table[] = {{"listen", 0, false, offsetof(struct options, listen)},
                                           {"prefix", 0, false, offsetof(struct options, prefix)},
                                           {"trust", 0, false, offsetof(struct options, trust)},
                                           {"workers", 0, false, offsetof(struct options, workers)},
                                           {"seconds", 0, false, offsetof(struct options, seconds)},
                                           {"size", 0, false, offsetof(struct options, size)},
                                           {"memory", 0, false, offsetof(struct options, memory)},
                                           {0}};
    struct options options = {.listen = "127.0.0.1:8080", .prefix = ""};
    const struct command_line line = {.command = "serve", .settings = table, .into = &options};
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    unsigned workers = cores > 2 ? (unsigned)cores : 2, seconds = 20, size = 32, memory = 1024;
    if (!command_read(&line, argc, argv) || !is_prefix(options.prefix) ||
        !read_number("workers", options.workers, 256, &workers) ||
        !read_number("seconds", options.seconds, 3600, &seconds) ||
        !read_number("size", options.size, 1024, &size) ||
        !read_number("memory", options.memory, 65536, &memory))
        return false;
    *settings = (struct serve_settings){.listen = options.listen,
                                        .prefix = options.prefix,
                                        .trusted = options.trust,
                                        .workers = workers,
                                        .seconds = seconds,
                                        .size = (uint64_t)size << 20,
                                        .memory = (uint64_t)memory << 20,
                                        .quiet = command_is_quiet(),
                                        .language = language_of_locale()};
    return true;
}

int command_serve(int argc, char **argv)
{
    struct serve_settings settings;
    if (!read_options(argc, argv, &settings))
        return STATUS_USAGE;
    struct arena *arena = arena_new();
    struct diag diag;
    diag_init(&diag, arena, language_of_locale());
    bool served = serve_run(&diag, &settings);
    command_tell(&diag);
    arena_free(arena);
    return served ? STATUS_OK : STATUS_ERROR;
}
