/* The service, over its sockets: what it answers, and what it does not let happen. */
#include <fcntl.h>
#include <sys/inotify.h>

#include "base/bounds.h"
#include "program.h"
#include "serve/serve.h"
#include "served.h"

#define EXAMPLE SOURCE_ROOT "/examples/yangquan-2024.json"

static struct server server;
static int slow[3];

static int64_t clock_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t slow_since;

/* The slow clients begin with the others, and are looked at last. */
static int start(void **state)
{
    if (make_folder(state) != 0)
        return -1;
    server = server_start("log", "--size 2 --workers 2");
    slow_since = clock_now();
    for (size_t i = 0; i < 3; i++)
        slow[i] = server_connect(&server);
    send_bytes(slow[1], SLICE("POST /check HTTP/1.1\r\nHost: x\r\nX-Slow: "));
    send_bytes(slow[2], SLICE("POST /check HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"));
    return 0;
}

static int end(void **state)
{
    return server_end(&server) != 0 || remove_folder(state) != 0;
}

static struct reply post_record(const char *path, const char *record)
{
    struct buf form = {0};
    form_file(&form, "record", record);
    return post(&server, path, &form);
}

/* ---- what it answers ---- */

/* The same bytes as on the command line, and nothing that a browser could run. */
static void a_disclosure_is_rendered(void **state)
{
    (void)state;
    static const char *const outputs[] = {"pdf", "docx", "xlsx", "html", "ofd"};
    for (size_t i = 0; i < sizeof outputs / sizeof *outputs; i++) {
        char path[64];
        int status;
        snprintf(path, sizeof path, "/render?to=%s", outputs[i]);
        struct reply reply = post_record(path, EXAMPLE);
        struct buf said =
            run(&status, "--quiet render " EXAMPLE " --to %s -o %s", outputs[i], at("told"));
        struct buf wanted = read_file(at("told"));
        assert_int_equal(reply.status, 200);
        assert_int_equal(reply.body.n, wanted.n);
        assert_memory_equal(reply.body.p, wanted.p, wanted.n);
        assert_has(reply.head, "Content-Disposition: attachment; filename*=UTF-8''%E9%98%B3");
        assert_has(reply.head, "Gongkai-Level: note");
        assert_has(reply.head, "Cache-Control: no-store");
        buf_free(&said);
        buf_free(&wanted);
        reply_free(&reply);
    }
}

static void a_body_may_be_the_record_itself(void **state)
{
    (void)state;
    struct buf record = read_file(SOURCE_ROOT "/examples/yangquan-2024.ini");
    struct reply reply = ask(&server, "POST /render?to=png&page=9&dpi=20&lang=en",
                             "Content-Type: text/plain\r\n", buf_slice(&record));
    assert_int_equal(reply.status, 200);
    assert_has(reply.head, "Content-Type: image/png");
    assert_memory_equal(reply.body.p, "\x89PNG", 4);
    reply_free(&reply);
    answers(ask(&server, "POST /render", "Content-Type: application/x-www-form-urlencoded\r\n",
                buf_slice(&record)),
            415);
    buf_free(&record);
}

/* Beside the field that it concerns: by the key of the record. */
static void findings_name_their_key(void **state)
{
    (void)state;
    write_record(at("wrong.ini"), "2290401.政府性基金预算.项目支出 = 45000",
                 "2290401.政府性基金预算.项目支出 = 4500O");
    answers(post_record("/check", at("wrong.ini")), 200, "{\"level\":\"error\"",
            "\"key\":\"支出.2290401.政府性基金预算.项目支出\"", "\"file\":\"wrong.ini\"");
    answers(post_record("/render", at("wrong.ini")), 422, "Content-Type: application/problem+json",
            "{\"type\":\"urn:gongkai:problem:refused\"", "\"status\":422", "\"line\":");
    struct buf form = {0};
    form_add(&form, "record", "r.json", SLICE("{\"单位\": {\"年度\": 2024, \"名称\": \"某局\"}}"));
    form_add(&form, "template", NULL, SLICE("national-2022"));
    answers(post(&server, "/check?lang=zh", &form), 200, "\"key\":\"单位.性质\"",
            "\"missing\":true", "缺少");
}

static void a_figure_is_explained_down_to_its_cell(void **state)
{
    (void)state;
    struct buf form = {0};
    struct buf made = run_command("cd " SOURCE_ROOT "/tests/intake && python3 caijue.py "
                                  "yangquan-2024.leaves 阳泉市公安局城区分局 2024",
                                  NULL);
    char command[512];
    write_text(at("a.book"), buf_slice(&made));
    snprintf(command, sizeof command, "python3 " SOURCE_ROOT "/tests/intake/workbook.py %s %s",
             at("a.book"), at("决算.xlsx"));
    buf_free(&made);
    made = run_command(command, NULL);
    form_file(&form, "file", at("决算.xlsx"));
    struct reply reply = post(&server, "/import", &form);
    assert_int_equal(reply.status, 200);
    assert_has(reply.body, "\"report\":");
    /* The record goes back as it came. */
    const char *from = memmem(reply.body.p, reply.body.n, "\"record\":", 9) + 9;
    const char *to = memmem(reply.body.p, reply.body.n, ",\"report\":", 10);
    struct slice record = {from, (size_t)(to - from)};
    form_add(&form, "record", "r.json", record);
    form_add(&form, "name", NULL, SLICE("收入.合计"));
    answers(post(&server, "/explain", &form), 200, "\"formula\":",
            "\"key\":\"收入.2040201.一般公共预算\",\"imported\":true,\"place\":\"决算.xlsx:");
    form_add(&form, "record", "r.json", record);
    struct reply told = post(&server, "/form?template=shanxi-2024", &form);
    assert_has(told.body, "\"source\":\"财决封面 单位名称\"");
    assert_has(told.body, "\"at\":[\"2040201\"");
    assert_has(told.body, "\"收入.2040201.一般公共预算\":\"决算.xlsx:");
    reply_free(&told);
    reply_free(&reply);
    buf_free(&made);
}

/* Last year's record is typed in: the new one needs no other file. */
static void last_year_is_typed_in(void **state)
{
    (void)state;
    struct buf form = {0};
    form_add(
        &form, "file", "this.ini",
        SLICE("[单位]\n名称 = 阳泉市公安局城区分局\n年度 = 2025\n口径 = 单位\n性质 = 行政单位\n"
              "省份 = 山西省\n金额单位 = 元\n"));
    form_file(&form, "last-year", EXAMPLE);
    struct reply reply = post(&server, "/import", &form);
    assert_int_equal(reply.status, 200);
    assert_has(reply.body, "\"总计\": 67170546");
    assert_lacks(reply.body, "yangquan");
    reply_free(&reply);
}

/* Old file in, notice out. */
static void a_published_edition_is_corrected(void **state)
{
    (void)state;
    struct buf form = {0};
    struct reply published = post_record("/render", EXAMPLE);
    form_add(&form, "file", "published.pdf", published.body);
    struct reply record = post(&server, "/extract", &form);
    assert_int_equal(record.status, 200);
    form_add(&form, "record", "published.pdf", published.body);
    struct reply hash = post(&server, "/hash", &form);
    assert_int_equal(hash.status, 200);
    assert_has(hash.body, "{\"sha256\":\"");
    struct buf corrected = {0};
    buf_put_slice(&corrected, record.body);
    char *figure = strstr(corrected.p, "195000"), *last = strrchr(corrected.p, '}');
    assert_non_null(figure);
    memcpy(figure, "195200", 6);
    corrected.n = (size_t)(last - corrected.p);
    buf_printf(&corrected,
               ", \"更正\": {\"版次\": 2, \"日期\": \"2025-10-01\", \"原因\": \"误填\", "
               "\"更正对象\": \"%.64s\"}}",
               hash.body.p + strlen("{\"sha256\":\""));
    form_add(&form, "old", "published.pdf", published.body);
    form_add(&form, "new", "new.json", buf_slice(&corrected));
    answers(post(&server, "/diff", &form), 200, "三公.决算.公务用车运行维护费");
    form_add(&form, "record", "new.json", buf_slice(&corrected));
    form_add(&form, "corrects", "published.pdf", published.body);
    form_add(&form, "draft", NULL, SLICE("1"));
    form_add(&form, "to", NULL, SLICE("html"));
    answers(post(&server, "/render", &form), 200, "更正说明");
    form_add(&form, "record", "new.json", buf_slice(&corrected));
    form_add(&form, "before", "old.json", record.body);
    struct reply reply = post(&server, "/preview?page=13", &form);
    assert_int_equal(reply.status, 200);
    assert_has(reply.body, "\"changed\":[");
    assert_lacks(reply.body, "\"changed\":[]");
    assert_has(reply.body, "\"png\":\"iVBOR");
    reply_free(&reply);
    reply_free(&hash);
    reply_free(&record);
    reply_free(&published);
    buf_free(&corrected);
}

static void its_own_answers_are_there(void **state)
{
    (void)state;
    answers(ask(&server, "GET /health", "", SLICE("")), 200, "\"status\":\"ok\"");
    answers(ask(&server, "GET /metrics", "", SLICE("")), 200,
            "gongkai_request_seconds_count{path=\"/health\"} ");
    struct reply reply = ask(&server, "GET /forms", "", SLICE(""));
    assert_has(reply.body, "{\"name\":\"shanxi-2024\"");
    assert_lacks(reply.body, "\"batch\"");
    reply_free(&reply);
    reply = ask(&server, "GET /", "", SLICE(""));
    assert_has(reply.head, "default-src 'none'; script-src 'self'; style-src 'self'");
    assert_has(reply.head, "X-Content-Type-Options: nosniff");
    assert_lacks(reply.head, "Set-Cookie");
    assert_lacks(reply.head, "Access-Control-");
    assert_lacks(reply.body, "style=");
    assert_lacks(reply.body, "http");
    reply_free(&reply);
    reply = ask(&server, "HEAD /app.js", "", SLICE(""));
    assert_int_equal(reply.status, 200);
    assert_int_equal(reply.body.n, 0);
    reply_free(&reply);
}

static void the_api_is_as_documented(void **state)
{
    (void)state;
    struct buf document = {0};
    serve_openapi(&document, LANGUAGE_ENGLISH);
    check_golden(SOURCE_ROOT "/docs/openapi.json", buf_slice(&document));
    buf_clear(&document);
    serve_openapi(&document, LANGUAGE_CHINESE);
    check_golden(SOURCE_ROOT "/docs/zh/openapi.json", buf_slice(&document));
    struct reply reply = ask(&server, "GET /openapi.json?lang=zh", "", SLICE(""));
    assert_int_equal(reply.body.n, document.n);
    assert_memory_equal(reply.body.p, document.p, document.n);
    reply_free(&reply);
    buf_free(&document);
}

/* ---- what it refuses ---- */

static void expect(const char *request, size_t size, int status)
{
    struct reply reply = raw(&server, (struct slice){request, size});
    if (reply.status != status)
        fail_msg("%d, not %d, to %s: %s", reply.status, status, request, reply.all.p);
    /* Nothing behind it was taken for a second request. */
    if (strstr(reply.all.p, "HTTP/1.1 200"))
        fail_msg("a second answer to %s: %s", request, reply.all.p);
    reply_free(&reply);
}

#define HOST "Host: x\r\n"
#define HIDDEN "GET /health HTTP/1.1\r\n" HOST "\r\n"
#define EXPECT(text, status) expect((text), sizeof(text) - 1, (status))

static void two_readers_see_one_request(void **state)
{
    (void)state;
    EXPECT("POST /check HTTP/1.1\r\n" HOST "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n"
           "0\r\n\r\n" HIDDEN,
           400);
    EXPECT("POST /check HTTP/1.1\r\n" HOST "Content-Length: 0\r\nContent-Length: 40\r\n\r\n" HIDDEN,
           400);
    EXPECT("POST /check HTTP/1.1\r\n" HOST "Content-Length: +0\r\n\r\n" HIDDEN, 400);
    EXPECT("POST /check HTTP/1.1\r\n" HOST "Content-Length: 0x10\r\n\r\n" HIDDEN, 400);
    EXPECT("POST /check HTTP/1.1\r\n" HOST "Content-Length: -1\r\n\r\n" HIDDEN, 400);
    EXPECT("POST /check HTTP/1.1\r\n" HOST "Transfer-Encoding: xchunked\r\n\r\n" HIDDEN, 400);
    EXPECT("POST /check HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked, identity\r\n\r\n" HIDDEN,
           400);
    EXPECT("POST /check HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n"
           "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" HIDDEN,
           400);
    EXPECT("POST /check HTTP/1.0\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" HIDDEN,
           400);
    EXPECT("POST /check HTTP/1.1\r\n" HOST "Content-Length : 40\r\n\r\n" HIDDEN, 400);
    EXPECT("POST /check HTTP/1.1\r\n" HOST HOST "\r\n" HIDDEN, 400);
    EXPECT("POST /check HTTP/1.1\r\n\r\n" HIDDEN, 400);
    EXPECT("POST /check HTTP/1.1\r\n" HOST
           "Content-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx" HIDDEN,
           400);
}

static void paths_lead_nowhere_else(void **state)
{
    (void)state;
    static const char *const paths[] = {"/../../etc/passwd",
                                        "/%2e%2e/%2e%2e/etc/passwd",
                                        "/..%2f..%2fetc%2fpasswd",
                                        "//health",
                                        "/health/",
                                        "/health%00",
                                        "/health;x",
                                        "/HEALTH",
                                        "/page.css/../app.js",
                                        "/%68ealth",
                                        "http://x/health",
                                        "/\xff",
                                        "/app.js%20"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        char line[256];
        snprintf(line, sizeof line, "GET %s", paths[i]);
        struct reply reply = ask(&server, line, "", SLICE(""));
        if (reply.status != 404)
            fail_msg("%d to %s", reply.status, paths[i]);
        assert_has(reply.body, "urn:gongkai:problem:path");
        reply_free(&reply);
    }
    struct reply reply = ask(&server, "OPTIONS /check", "Origin: http://e\r\n", SLICE(""));
    assert_int_equal(reply.status, 405);
    assert_lacks(reply.head, "Access-Control");
    reply_free(&reply);
    answers(ask(&server, "POST /check", "Sec-Fetch-Site: cross-site\r\n", SLICE("{}")), 403);
}

/* A record that names files of the machine, however it does. */
static void records_name_nothing_that_was_not_sent(void **state)
{
    (void)state;
    static const char *const lines[][2] = {{"模板 = ", "模板 = ../templates/shanxi-2024\n# "},
                                           {"职责 = ", "职责 = @here.txt\n#"}};
    write_text(at("here.txt"), SLICE("root: of the folder that it works in"));
    for (size_t i = 0; i < 2; i++) {
        write_record(at("names.ini"), lines[i][0], lines[i][1]);
        struct reply reply = post_record("/check", at("names.ini"));
        assert_has(reply.body, "\"id\":\"file-unoffered\"");
        assert_lacks(reply.body, "root:");
        reply_free(&reply);
    }
    struct buf form = {0};
    form_file(&form, "record", EXAMPLE);
    form_add(&form, "template", NULL, SLICE("../templates/shanxi-2024"));
    answers(post(&server, "/check", &form), 400, "urn:gongkai:problem:parameter");
    write_record(at("names.ini"), "职责 = ", "职责 = @duties.txt\n#");
    form_file(&form, "record", at("names.ini"));
    form_add(&form, "with", "C:\\\\docs\\\\duties.txt", SLICE("主要职责一项。"));
    struct reply reply = post(&server, "/check", &form);
    assert_lacks(reply.body, "file-unoffered");
    reply_free(&reply);
}

static void wrong_parameters_are_told_of(void **state)
{
    (void)state;
    static const struct {
        const char *line, *detail;
    } cases[] = {{"POST /check?tmplate=x", "tmplate (template?)"},
                 {"POST /check?template=%zz", "% that no two digits follow"},
                 {"POST /check?template=%00", "template has no such value"},
                 {"POST /render?page=x", "page has no such value"},
                 {"POST /render?page=1&page=2", "page is given twice"},
                 {"POST /check?record=x", "record is a file"},
                 {"POST /diff?to=doc", "to has no such value"},
                 {"POST /check", "record is missing"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        answers(ask(&server, cases[i].line, "Accept-Language: en\r\n", SLICE("")), 400,
                cases[i].detail);
}

static void broken_forms_are_told_of(void **state)
{
    (void)state;
    static const char *const bodies[] = {
        "--xyzzy\r\nContent-Disposition: form-data; name=\"record\"\r\n\r\n{}",
        "--xyzzy\r\nContent-Disposition: form-data; name=\"record\"\r\n\r\n{}\r\n--xyzz--\r\n",
        "--xyzzy\r\nContent-Disposition: form-data\r\n\r\n{}\r\n--xyzzy--\r\n",
        "--xyzzy\r\nno header\r\n--xyzzy--\r\n",
        "x--xyzzy\r\n\r\n\r\n--xyzzy--\r\n",
        "--xyzzy",
    };
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        answers(ask(&server, "POST /check", FORM_TYPE, slice_of(bodies[i])), 400);
    struct buf form = {0};
    for (int i = 0; i < 70; i++)
        form_add(&form, "with", "x", SLICE("x"));
    answers(post(&server, "/check", &form), 400, "64");
}

static void what_is_too_large_is_refused_soon(void **state)
{
    (void)state;
    EXPECT("POST /check HTTP/1.1\r\n" HOST "Content-Length: 1000000000000\r\n\r\n{", 413);
    EXPECT("POST /check HTTP/1.1\r\n" HOST "Content-Length: 99999999999999999999999\r\n\r\n{", 413);
    struct buf large = {0};
    buf_puts(&large, "POST /check HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 48; i++)
        buf_printf(&large, "10000\r\n%065536d\r\n", 0);
    buf_puts(&large, "0\r\n\r\n");
    answers(raw(&server, buf_slice(&large)), 413);
    buf_clear(&large);
    buf_puts(&large, "GET /health HTTP/1.1\r\n" HOST "X: ");
    for (int i = 0; i < 70000; i++)
        buf_putc(&large, 'x');
    buf_puts(&large, "\r\n\r\n");
    struct reply reply = raw(&server, buf_slice(&large));
    assert_true(reply.status == 431 || reply.status == 413 || reply.status == 400);
    reply_free(&reply);
    buf_free(&large);
}

static void what_is_nested_deep_is_refused(void **state)
{
    (void)state;
    struct buf deep = {0};
    for (int i = 0; i < 200000; i++)
        buf_puts(&deep, "{\"a\":");
    answers(ask(&server, "POST /check", "Content-Type: application/json\r\n", buf_slice(&deep)),
            200, "\"level\":\"error\"");
    buf_free(&deep);
}

/* ---- what dies alone ---- */

/* A process that the process has begun, or 0. */
static pid_t child_of(pid_t process)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", process, process);
    FILE *file = fopen(path, "r");
    int child = 0;
    if (file && fscanf(file, "%d", &child) != 1)
        child = 0;
    if (file)
        fclose(file);
    return child;
}

/* Sends a record to be rendered to the server; the process that makes it, or 0 when it was too
 * quick to be seen. The socket in *file. */
static pid_t worker_on_record(const struct server *server, int *file)
{
    pid_t warden = child_of(server->process), worker = 0;
    struct buf record = read_file(EXAMPLE), text = {0};
    assert_true(warden > 0);
    put_request(&text, "POST /render", "Content-Type: application/json\r\n", buf_slice(&record));
    *file = server_connect(server);
    send_bytes(*file, buf_slice(&text));
    for (int64_t until = clock_now() + 2000; !worker && clock_now() < until;)
        worker = child_of(warden);
    buf_free(&record);
    buf_free(&text);
    return worker;
}

static void a_worker_that_dies_costs_one_request(void **state)
{
    (void)state;
    int status = 200;
    for (int tries = 0; status == 200 && tries < 40; tries++) {
        int file, other;
        pid_t worker = worker_on_record(&server, &file);
        if (worker)
            kill(worker, SIGKILL);
        worker_on_record(&server, &other);
        struct reply reply = reply_of(receive_all(file, 20000));
        struct reply untouched = reply_of(receive_all(other, 20000));
        status = reply.status;
        assert_int_equal(untouched.status, 200);
        if (status != 200) {
            assert_int_equal(status, 500);
            assert_has(reply.body, "urn:gongkai:problem:died");
        }
        reply_free(&reply);
        reply_free(&untouched);
    }
    assert_int_equal(status, 500);
    answers(ask(&server, "GET /metrics", "", SLICE("")), 200, "gongkai_workers_died_total 1\n");
}

static void memory_and_time_have_an_end(void **state)
{
    (void)state;
    if (bounds_are_off())
        skip();
    struct server little = server_start("little-log", "--memory 1 --quiet");
    struct buf form = {0};
    form_file(&form, "record", EXAMPLE);
    answers(post(&little, "/render", &form), 500, "urn:gongkai:problem:died");
    answers(ask(&little, "GET /health", "", SLICE("")), 200);
    assert_int_equal(server_end(&little), 0);
}

/* A stopped worker is one that takes for ever. */
static void what_takes_for_ever_is_given_up(void **state)
{
    (void)state;
    struct server brief = server_start("brief-log", "--seconds 1 --quiet");
    int status = 200;
    for (int tries = 0; status == 200 && tries < 40; tries++) {
        int file;
        pid_t worker = worker_on_record(&brief, &file);
        if (worker)
            kill(worker, SIGSTOP);
        struct reply reply = reply_of(receive_all(file, 20000));
        status = reply.status;
        if (worker)
            kill(worker, SIGKILL);
        reply_free(&reply);
    }
    assert_int_equal(status, 503);
    assert_int_equal(server_end(&brief), 0);
}

/* ---- what it leaves behind ---- */

/* In its folder, which is that for temporary files, nothing is made while it works, and its log
 * holds no more than counts. */
static void nothing_is_kept(void **state)
{
    (void)state;
    int watch = inotify_init1(IN_NONBLOCK);
    inotify_add_watch(watch, folder, IN_CREATE | IN_MOVED_TO);
    struct buf form = {0};
    form_file(&form, "record", EXAMPLE);
    answers(post(&server, "/render?to=docx&template=shanxi-2024", &form), 200);
    form_file(&form, "file", SOURCE_ROOT "/tests/intake/yangquan-2024.xls");
    answers(post(&server, "/import", &form), 200);
    answers(ask(&server, "POST /workbook?template=shanxi-2024", "", SLICE("")), 200);
    char events[65536] __attribute__((aligned(8)));
    ssize_t got = read(watch, events, sizeof events);
    for (ssize_t i = 0; i < got;) {
        const struct inotify_event *event = (const void *)&events[i];
        fail_msg("made: %s", event->name);
        i += (ssize_t)(sizeof *event + event->len);
    }
    close(watch);
    struct buf log = read_file(server.log);
    assert_has(log, "127.0.0.1 /render 200 ");
    assert_lacks(log, "shanxi");
    assert_lacks(log, "yangquan");
    assert_lacks(log, "阳泉");
    assert_lacks(log, "passwd");
    buf_free(&log);
}

static void it_stands_behind_a_proxy(void **state)
{
    (void)state;
    struct server behind = server_start("behind-log", "--prefix /gongkai --trust X-Real-IP");
    answers(ask(&behind, "GET /gongkai/health", "X-Real-IP: 10.1.2.3\r\n", SLICE("")), 200);
    answers(ask(&behind, "GET /gongkai/", "X-Real-IP: 10.1.2.4\x1b[31m evil\r\n", SLICE("")), 200);
    static const char *const outside[] = {"GET /health", "GET /gongkaihealth", "GET /gongkai"};
    for (size_t i = 0; i < 3; i++)
        answers(ask(&behind, outside[i], "", SLICE("")), 404);
    struct buf log = read_file(behind.log);
    assert_has(log, "10.1.2.3 /health 200 ");
    assert_has(log, "10.1.2.4 / 200 ");
    assert_lacks(log, "\x1b");
    buf_free(&log);
    assert_int_equal(server_end(&behind), 0);
}

static void settings_that_cannot_be_are_told_of(void **state)
{
    (void)state;
    static const struct {
        const char *options, *said;
        int status;
    } cases[] = {{"--listen nowhere", "cannot listen at nowhere", 2},
                 {"--listen 300.1.1.1:80", "cannot listen at 300.1.1.1:80", 2},
                 {"--prefix gongkai", "--prefix cannot be gongkai", 3},
                 {"--workers 0", "--workers cannot be 0", 3},
                 {"--size 2x", "--size cannot be 2x", 3}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int status;
        struct buf said = run(&status, "serve %s", cases[i].options);
        assert_int_equal(status, cases[i].status);
        assert_has(said, cases[i].said);
        buf_free(&said);
    }
}

/* What began first is looked at last: whoever dawdles is hung up on, while others are served. */
/* With fewer open files than it needs it says so; with the fewest, all who come are answered. */
static void few_open_files_do_or_are_told_of(void **state)
{
    (void)state;
    enum { NEEDED = 36, CLIENTS = 24 };
    for (int files = 4; files < NEEDED; files = files * 2 < NEEDED ? files * 2 - 1 : NEEDED - 1) {
        char wanted[128];
        snprintf(wanted, sizeof wanted,
                 "gongkai: error: cannot serve: %d open files are allowed and 36 needed; raise "
                 "ulimit -n\n",
                 files);
        int status;
        char command[256];
        snprintf(command, sizeof command,
                 "exec 2>&1; ulimit -n %d; timeout 20 " PROGRAM
                 " --lang en serve --listen 127.0.0.1:0 --workers 2",
                 files);
        struct buf said = run_command(command, &status);
        assert_string_equal(said.n ? said.p : "", wanted);
        assert_int_equal(status, 2);
        buf_free(&said);
        if (files == NEEDED - 1)
            break;
    }
    struct server poor = server_start_after("ulimit -n 36", "poor-log", "--workers 2 --quiet");
    struct buf record = read_file(SOURCE_ROOT "/tests/check/base.ini"), text = {0};
    int clients[CLIENTS];
    put_request(&text, "POST /check", "Content-Type: text/plain\r\n", buf_slice(&record));
    for (size_t i = 0; i < CLIENTS; i++) {
        clients[i] = server_connect(&poor);
        send_bytes(clients[i], buf_slice(&text));
    }
    for (size_t i = 0; i < CLIENTS; i++)
        answers(reply_of(receive_all(clients[i], 20000)), 200, "\"findings\"");
    buf_free(&record);
    buf_free(&text);
    assert_int_equal(server_end(&poor), 0);
}

static void slow_clients_are_hung_up_on(void **state)
{
    (void)state;
    int64_t left = slow_since + 17000 - clock_now();
    if (left > 0)
        usleep((useconds_t)left * 1000);
    char byte;
    for (size_t i = 0; i < 2; i++) {
        ssize_t got = recv(slow[i], &byte, 1, MSG_DONTWAIT);
        if (got < 0 && errno == EAGAIN)
            fail_msg("slow client %zu is still waited for", i);
        close(slow[i]);
    }
    send_bytes(slow[2], SLICE("{"));
    if (clock_now() <
        slow_since + 44000) /* its body has longer; on a loaded machine that may be over */
        assert_true(recv(slow[2], &byte, 1, MSG_DONTWAIT) < 0);
    close(slow[2]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_disclosure_is_rendered),
        cmocka_unit_test(a_body_may_be_the_record_itself),
        cmocka_unit_test(findings_name_their_key),
        cmocka_unit_test(a_figure_is_explained_down_to_its_cell),
        cmocka_unit_test(last_year_is_typed_in),
        cmocka_unit_test(a_published_edition_is_corrected),
        cmocka_unit_test(its_own_answers_are_there),
        cmocka_unit_test(the_api_is_as_documented),
        cmocka_unit_test(two_readers_see_one_request),
        cmocka_unit_test(paths_lead_nowhere_else),
        cmocka_unit_test(records_name_nothing_that_was_not_sent),
        cmocka_unit_test(wrong_parameters_are_told_of),
        cmocka_unit_test(broken_forms_are_told_of),
        cmocka_unit_test(what_is_too_large_is_refused_soon),
        cmocka_unit_test(what_is_nested_deep_is_refused),
        cmocka_unit_test(a_worker_that_dies_costs_one_request),
        cmocka_unit_test(memory_and_time_have_an_end),
        cmocka_unit_test(what_takes_for_ever_is_given_up),
        cmocka_unit_test(nothing_is_kept),
        cmocka_unit_test(it_stands_behind_a_proxy),
        cmocka_unit_test(settings_that_cannot_be_are_told_of),
        cmocka_unit_test(few_open_files_do_or_are_told_of),
        cmocka_unit_test(slow_clients_are_hung_up_on),
    };
    return cmocka_run_group_tests_name("serve", tests, start, end);
}
