/* Writing files: what is there before and after, whatever stands in the way. */
#include "testing.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "press/write.h"

static char folder[] = "/tmp/gongkai-test-XXXXXX";

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    char command[64];
    snprintf(command, sizeof command, "cd / && rm -r %s", folder);
    return system(command);
}

static void expect(const char *path, const char *text)
{
    struct buf found = read_file(path);
    assert_string_equal(found.p, text);
    buf_free(&found);
}

static void expect_names(const char *names)
{
    struct buf found = run_command("ls -A | tr '\n' ' '; rm -rf ./* ./.g*", NULL);
    assert_string_equal(found.p, names);
    buf_free(&found);
}

static mode_t mode_of(const char *path)
{
    struct stat about;
    assert_int_equal(stat(path, &about), 0);
    return about.st_mode & 07777;
}

static void access_rights_stay(void **state)
{
    (void)state;
    umask(027);
    assert_true(write_file("a", SLICE("new")));
    assert_int_equal(mode_of("a"), 0640);
    assert_int_equal(chmod("a", 0604), 0);
    assert_true(write_file("a", SLICE("newer")));
    assert_int_equal(mode_of("a"), 0604);
    expect("a", "newer");
    umask(022);
    expect_names("a ");
}

static void links_are_followed(void **state)
{
    (void)state;
    assert_int_equal(system("mkdir d; echo old >d/real; ln -s d/real link; ln -s d/none dangling; "
                            "ln -s loop loop"),
                     0);
    assert_true(write_file("link", SLICE("new")));
    expect("d/real", "new");
    assert_true(write_file("dangling", SLICE("made")));
    expect("d/none", "made");
    assert_false(write_file("loop", SLICE("x")));
    assert_int_equal(errno, ELOOP);
    struct buf left = run_command("readlink link dangling; ls -A d", NULL);
    assert_string_equal(left.p, "d/real\nd/none\nnone\nreal\n");
    buf_free(&left);
    expect_names("d dangling link loop ");
}

static void devices_and_pipes_are_written_to(void **state)
{
    (void)state;
    assert_true(write_file("/dev/null", SLICE("x")));
    struct stat about;
    assert_int_equal(stat("/dev/null", &about), 0);
    assert_true(S_ISCHR(about.st_mode));
    assert_false(write_file("/dev/full", SLICE("x")));
    assert_int_equal(errno, ENOSPC);
    assert_int_equal(system("mkfifo pipe; cat pipe >got &"), 0);
    assert_true(write_file("pipe", SLICE("through")));
    assert_int_equal(system("wait; for i in 1 2 3 4 5 6 7 8 9; do [ -s got ] || sleep 0.1; done"),
                     0);
    expect("got", "through");
    expect_names("got pipe ");
}

static void long_names_are_names(void **state)
{
    (void)state;
    char name[256];
    memset(name, 'n', 255);
    name[255] = '\0';
    assert_true(write_file(name, SLICE("x")));
    assert_true(write_file(name, SLICE("y")));
    expect(name, "y");
    char command[300];
    snprintf(command, sizeof command, "rm %s", name);
    assert_int_equal(system(command), 0);
    expect_names("");
}

static void what_cannot_be_written_leaves_the_old(void **state)
{
    (void)state;
    assert_true(write_file("kept", SLICE("old")));
    struct rlimit none = {2, 2}, before;
    getrlimit(RLIMIT_FSIZE, &before);
    pid_t child = fork();
    if (child == 0) {
        setrlimit(RLIMIT_FSIZE, &none);
        _exit(!write_file("kept", SLICE("longer than that")) && errno == EFBIG ? 0 : 1);
    }
    int status;
    waitpid(child, &status, 0);
    assert_int_equal(status, 0);
    expect("kept", "old");
    assert_false(write_file("none/x", SLICE("x")));
    assert_int_equal(errno, ENOENT);
    assert_false(write_file(".", SLICE("x")));
    assert_int_equal(errno, EISDIR);
    expect_names("kept ");
}

/* Ends a writer at many moments of its work: the file is the old or the new one, whole. */
static void end_writers(int signal)
{
    enum { SIZE = 1 << 20 };
    char *bytes = malloc(SIZE);
    assert_non_null(bytes);
    memset(bytes, 'n', SIZE);
    assert_true(write_file("file", SLICE("old")));
    for (int i = 0; i < 20; i++) {
        pid_t child = fork();
        if (child == 0)
            while (true)
                write_file("file", (struct slice){bytes, SIZE});
        usleep((useconds_t)(i * 211 % 3000));
        kill(child, signal);
        waitpid(child, NULL, 0);
        struct buf found = read_file("file");
        assert_true(found.n == SIZE || strcmp(found.p, "old") == 0);
        buf_free(&found);
    }
    free(bytes);
}

static void an_ended_writer_leaves_nothing(void **state)
{
    (void)state;
    end_writers(SIGTERM);
    expect_names("file ");
}

/* One that is killed may leave a draft, which the next batch clears away. */
static void a_killed_writer_leaves_the_file_whole(void **state)
{
    (void)state;
    end_writers(SIGKILL);
    assert_int_equal(system("rm -f ./file .gongkai-*.draft"), 0);
    expect_names("");
}

static void drafts_have_names_of_their_own(void **state)
{
    (void)state;
    assert_true(is_draft_name(".gongkai-0123456789abcdef.draft"));
    assert_false(is_draft_name(".gongkai-0123456789abcde.draft"));
    assert_false(is_draft_name(".gongkai-0123456789abcdef0.draft"));
    assert_false(is_draft_name(".gongkai-2-of-8.state"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(access_rights_stay),
        cmocka_unit_test(links_are_followed),
        cmocka_unit_test(devices_and_pipes_are_written_to),
        cmocka_unit_test(long_names_are_names),
        cmocka_unit_test(what_cannot_be_written_leaves_the_old),
        cmocka_unit_test(an_ended_writer_leaves_nothing),
        cmocka_unit_test(a_killed_writer_leaves_the_file_whole),
        cmocka_unit_test(drafts_have_names_of_their_own),
    };
    return cmocka_run_group_tests_name("write", tests, make_folder, remove_folder);
}
