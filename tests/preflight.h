/*
 * Debian's PDF/A preflight. It knows PDF/A-1b only: what it holds against a file that follows
 * PDF/A-3 is known, and any other complaint is an error.
 */
#ifndef TESTS_PREFLIGHT_H
#define TESTS_PREFLIGHT_H

#include "program.h"

#define JAVA "/usr/share/java/"
#define CLASSES                                                                                    \
    JAVA "preflight.jar:" JAVA "pdfbox2.jar:" JAVA "fontbox2.jar:" JAVA "xmpbox.jar:" JAVA         \
         "commons-logging.jar:" JAVA "javax.activation.jar:" JAVA "jaxb-api.jar"
#define PREFLIGHT "java -cp " CLASSES " org.apache.pdfbox.preflight.Validator_A1b xml group "

static bool preflight_is_installed(void)
{
    int status;
    struct buf said = run_command("command -v java >/dev/null && ls " JAVA "preflight.jar " JAVA
                                  "javax.activation.jar " JAVA "jaxb-api.jar 2>&1",
                                  &status);
    buf_free(&said);
    return status == 0;
}

/* What part 3 of the standard allows and part 1 does not: code, beginning of the details. */
static const char *const allowed[][2] = {
    {"1.2.9", "Body Syntax error, EmbeddedFile entry"},
    {"1.4", "Trailer Syntax error, /XRef cross reference streams"},
    {"1.4.7", "Trailer Syntax error, EmbeddedFile entry"},
    {"2.1.6", "Invalid graphics object, Invalid version of the ICCProfile"},
    {"3.1.11", "Invalid Font definition, "}, /* a CIDSet is missing */
    {"7.11.2", "Error on MetaData, part must be 1"},
};

static bool is_allowed(struct slice code, struct slice details)
{
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
        if (slice_eq(code, slice_of(allowed[i][0])) && slice_starts(details, allowed[i][1]))
            return !slice_eq(code, SLICE("3.1.11")) ||
                   memmem(details.p, details.n, "CIDSet", strlen("CIDSet"));
    return false;
}

/* The text between the next `open` and the `close` after it; *rest moves behind it. */
static struct slice between(struct slice *rest, const char *open, const char *close)
{
    const char *start = memmem(rest->p, rest->n, open, strlen(open));
    const char *text = start ? start + strlen(open) : NULL;
    const char *end = text ? strstr(text, close) : NULL;
    if (!end || end > rest->p + rest->n)
        return (struct slice){NULL, 0};
    rest->n -= (size_t)(end - rest->p);
    rest->p = end;
    return (struct slice){text, (size_t)(end - text)};
}

/* The first complaint of a report that is not allowed; an empty slice when there is none. */
static struct slice complaint(struct slice report)
{
    for (struct slice code; (code = between(&report, "<code>", "</code>")).p;) {
        struct slice details = between(&report, "<details>", "</details>");
        if (!is_allowed(code, details))
            return details;
    }
    return (struct slice){NULL, 0};
}

/* Has it look at the files that these words of a shell name in the folder of the tests, and calls
 * each with the name of each file and the first complaint about it, or an empty slice. The number
 * of files. */
static size_t preflight(const char *files, void (*each)(struct slice name, struct slice complaint))
{
    char command[2048];
    size_t seen = 0;
    snprintf(command, sizeof command,
             "cd %s && ls -d $PWD/%s >list && " PREFLIGHT
             "list >/dev/null 2>&1 && cat list.preflight.xml",
             folder, files);
    struct buf report = run_command(command, NULL);
    struct slice rest = buf_slice(&report);
    for (struct slice file; (file = between(&rest, "<preflight name=\"", "</preflight>")).p;
         seen++) {
        struct slice found = complaint(file), name = slice_cut(&file, '"');
        each(name, found);
    }
    buf_free(&report);
    return seen;
}

#endif
