/* The library as others link it: installed, away from here, from C, C++ and Python. */
#include "program.h"

/* Installs below the test's folder, once for all tests. */
static int install(void **state)
{
    char command[1024];
    if (make_folder(state) != 0)
        return -1;
    snprintf(command, sizeof command,
             "make -s -C " SOURCE_ROOT " install BUILD=" BUILD
             " PREFIX=%s/usr >%s/log 2>&1 && cd %s && "
             "usr/bin/gongkai render usr/share/gongkai/examples/yangquan-2024.ini -o a.pdf 2>>log",
             folder, folder, folder);
    return system(command);
}

/* Runs a shell script in the folder; $flags link against what is installed. Must succeed. */
static void run_script(const char *script)
{
    struct buf command = {0};
    buf_printf(&command,
               "cd %s && export PKG_CONFIG_PATH=usr/lib/pkgconfig LD_LIBRARY_PATH=$PWD/usr/lib && "
               "flags=\"$(pkg-config --cflags --libs gongkai) $EXTRA\" && "
               "record=usr/share/gongkai/examples/yangquan-2024.ini && "
               "section() { sed -n '/^```'$1'$/,/^```$/p' " SOURCE_ROOT
               "/docs/library.md | grep -v '^```'; } && (%s) 2>&1",
               folder, script);
    struct buf said = run_command(command.p, NULL);
    buf_free(&said);
    buf_free(&command);
}

static void a_c_program_makes_the_same_file(void **state)
{
    (void)state;
    run_script("section c > p.c && cc -Wall -Werror p.c $flags -o p && ./p $record b.pdf && cmp "
               "a.pdf b.pdf");
}

static void a_cpp_program_gives_a_record_from_memory(void **state)
{
    (void)state;
    run_script("section cpp > p.cpp && c++ -std=c++17 -Wall -Wextra -Werror p.cpp $flags -o q && "
               "./q $record c.pdf && cmp a.pdf c.pdf && "
               "sed 's/^年度 = .*/年度 = 二〇/' $record > bad.ini && ! ./q bad.ini d.pdf && ! test "
               "-e d.pdf");
}

static void a_python_program_needs_no_compiler(void **state)
{
    (void)state;
    run_script("section python > p.py && ${PRELOAD:+env LD_PRELOAD=$PRELOAD} python3 p.py $record "
               "e.pdf && "
               "cmp a.pdf e.pdf");
}

/* The examples of an audit: a sound PDF, and one of which the form asks for more. */
static void programs_audit_what_is_written(void **state)
{
    (void)state;
    run_script("section c-audit > audit.c && cc -Wall -Werror audit.c $flags -o audit && "
               "./audit a.pdf shanxi-2024 found.json marked.pdf && grep -q coverage found.json && "
               "head -c 5 marked.pdf | grep -q %PDF- && "
               "{ ./audit a.pdf sichuan-2020 other.json marked.pdf; test $? = 1; } && "
               "grep -q form-table other.json && "
               "{ ./audit $record shanxi-2024 none.json none.pdf 2>said; test $? = 2; } && "
               "section python-audit > audit.py && ${PRELOAD:+env LD_PRELOAD=$PRELOAD} python3 "
               "audit.py a.pdf sichuan-2020 > said && grep -q 'the form has' said");
}

/* What works for the library may be missing, be another program, or end at once. */
static void a_host_hears_what_is_wrong_with_the_program(void **state)
{
    (void)state;
    run_script("section c > p.c && cc p.c $flags -o p && "
               "for program in /nowhere/gongkai /bin/true /bin/false; do "
               "GONGKAI_PROGRAM=$program ./p $record n.pdf; test $? = 2 || exit 1; done 2>said; "
               "test ! -e n.pdf && grep -q '/nowhere/gongkai cannot be started' said && "
               "grep -q '/bin/true is not the program of this library' said");
}

/* A host's own functions of our inner names are neither in the way nor called by us. */
static void a_host_may_use_our_inner_names(void **state)
{
    (void)state;
    run_script("section c > host.c && printf '%s\n' "
               "'int table_new(void);int table_new(void){__builtin_abort();}' "
               "'int write_file(void);int write_file(void){__builtin_abort();}' "
               "'int arena_new(void);int arena_new(void){__builtin_abort();}' >> host.c && "
               "cc host.c -Iusr/include usr/lib/libgongkai.a "
               "$(pkg-config --static --libs-only-l gongkai | sed 's/-lgongkai//') -lm -lstdc++ "
               "$EXTRA -o h && "
               "GONGKAI_DATA=usr/share/gongkai ./h $record f.pdf && cmp a.pdf f.pdf && "
               "cc host.c $flags -o i && ./i $record g.pdf && cmp a.pdf g.pdf");
}

static void only_our_own_names_are_seen(void **state)
{
    (void)state;
    run_script(
        "! nm -D --defined-only usr/lib/libgongkai.so.0 | grep ' [A-Z] ' | grep -v ' gongkai_' && "
        "! nm -g --defined-only usr/lib/libgongkai.a | grep ' [A-Z] ' | grep -v ' gongkai_' && "
        "objdump -p usr/lib/libgongkai.so.0 | grep -q 'SONAME *libgongkai.so.0$'");
}

static void what_is_installed_can_be_removed(void **state)
{
    (void)state;
    char command[1024];
    snprintf(command, sizeof command,
             "make -s -C " SOURCE_ROOT " uninstall PREFIX=%s/usr && find %s/usr -type f -o -type l",
             folder, folder);
    struct buf said = run_command(command, NULL);
    assert_null(strstr(said.p, "/usr/lib/lib"));
    assert_null(strstr(said.p, "share/gongkai"));
    buf_free(&said);
}

/* What is needed to build it is told in one way to everybody. */
static void the_debian_package_asks_for_what_we_install(void **state)
{
    (void)state;
    struct buf said = run_command(
        "cd " SOURCE_ROOT " && for p in $(sed -n '/^    build)/,/;;/p' scripts/deps | grep -o "
        "'[a-z0-9.-]*-dev'); do grep -q \"[ ,]$p\\(,\\|$\\)\" debian/control || echo $p; done",
        NULL);
    assert_string_equal(said.p, "");
    buf_free(&said);
}

/* dpkg-shlibdeps sees what is linked, not what is loaded when needed. */
static void the_debian_package_names_what_is_loaded_later(void **state)
{
    (void)state;
    struct buf said = run_command(
        "cd " SOURCE_ROOT " && for l in $(strings -a " BUILD "/obj/base/libraries.o | grep -x "
        "'lib[a-z0-9]*\\.so\\.[0-9]*'); do p=$(dpkg -S \"*/$l\" | cut -d: -f1 | head -1); "
        "grep -q \"^ .*\\b$p\\b\" debian/control && echo ok || echo $l of $p; done | sort | uniq "
        "-c | "
        "tr -d ' '",
        NULL);
    assert_string_equal(said.p, "6ok\n");
    buf_free(&said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_c_program_makes_the_same_file),
        cmocka_unit_test(a_cpp_program_gives_a_record_from_memory),
        cmocka_unit_test(programs_audit_what_is_written),
        cmocka_unit_test(a_python_program_needs_no_compiler),
        cmocka_unit_test(a_host_hears_what_is_wrong_with_the_program),
        cmocka_unit_test(a_host_may_use_our_inner_names),
        cmocka_unit_test(only_our_own_names_are_seen),
        cmocka_unit_test(the_debian_package_asks_for_what_we_install),
        cmocka_unit_test(the_debian_package_names_what_is_loaded_later),
        cmocka_unit_test(what_is_installed_can_be_removed),
    };
    return cmocka_run_group_tests_name("library", tests, install, remove_folder);
}
