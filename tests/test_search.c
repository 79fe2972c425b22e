/* Where template packages are found, and which may extend which. */
#include <sys/stat.h>

#include "program.h"

/* A package whose documents have the title. */
static void write_titled(const char *name, const char *base, const char *title)
{
    char path[128], settings[256];
    snprintf(path, sizeof path, "%s/template.ini", name);
    snprintf(settings, sizeof settings, "扩展 = %s\n%s%s\n", base, *title ? "题名 = " : "", title);
    write_below(path, settings);
}

/* A record in the folder whose line 模板 says so. */
static void write_naming(const char *path, const char *name)
{
    char line[256];
    write_below(path, "");
    snprintf(line, sizeof line, "模板 = %s", name);
    write_record(at(path), "模板 = national-2022", line);
}

static void check_title(const char *arguments, const char *title)
{
    char command[512], says[128];
    snprintf(command, sizeof command, PROGRAM " %s", arguments);
    snprintf(says, sizeof says, "title “%s”", title);
    check_shell_says(command, 0, says);
}

/* province ← county ← bureau ← office, by name and by path. */
static void write_chain(const char *below, const char *county, const char *bureau)
{
    char path[128];
    const char *const chain[][3] = {{"province", "national-2022", "省"},
                                    {"county", county, ""},
                                    {"bureau", bureau, ""},
                                    {"office", "bureau", ""}};
    for (size_t i = 0; i < 4; i++) {
        snprintf(path, sizeof path, "%s/%s", below, chain[i][0]);
        write_titled(path, chain[i][1], chain[i][2]);
    }
}

static void a_chain_stands_anywhere(void **state)
{
    (void)state;
    write_chain("names", "province", "county");
    write_naming("names/r.ini", "office");
    check_title("dump document names/r.ini", "省");
    write_chain("paths", "../province", "./../county/");
    write_naming("paths/r.ini", "./office");
    check_title("dump document paths/r.ini", "省");
    write_naming("r.ini", "paths/office");
    check_title("dump document r.ini", "省");
    check_shell_says("cd paths/office && " PROGRAM " template check .", 0, ".: sound; tried with");
    check_shell_says(PROGRAM " template show names/office", 0,
                     "chain: names/office → bureau → county → province → national-2022\n");
    check_shell_says(
        PROGRAM " template show paths/office", 0,
        "chain: paths/office → bureau → paths/county → paths/province → national-2022\n");
}

static void folders_are_asked_in_their_order(void **state)
{
    (void)state;
    write_titled("home/gongkai/templates/form", "national-2022", "家");
    write_titled("more/templates/form", "national-2022", "增");
    write_naming("order/r.ini", "form");
    check_title("dump document order/r.ini", "家");
    check_shell_says("GONGKAI_DATA=more " PROGRAM " dump document order/r.ini", 0, "title “增”");
    check_shell_says("GONGKAI_DATA=more " PROGRAM " template list", 0, "more/templates\n");
    check_shell_says("GONGKAI_DATA=more " PROGRAM " template list", 0, "\nnational-2022 ");
    write_titled("order/form", "national-2022", "旁");
    check_shell_says("GONGKAI_DATA=more " PROGRAM " dump document order/r.ini", 0, "title “旁”");
    check_title("dump document order/r.ini --template form", "旁");
    write_titled("form", "national-2022", "此");
    check_shell_says(PROGRAM " template show form", 0, "chain: ./form → national-2022");
}

/* A package for the province goes before one of ours. */
static void the_nearest_folder_serves_a_province(void **state)
{
    (void)state;
    write_below("home/gongkai/templates/ours/template.ini",
                "扩展 = shanxi-2024\n适用省份 = 山西\n适用年度 = 2024\n题名 = 近\n");
    write_below("chosen/r.ini", "");
    write_record(at("chosen/r.ini"), "模板 = national-2022", "省份 = 山西省");
    check_title("dump document chosen/r.ini", "近");
    check_shell_says("rm -r home/gongkai/templates/ours; " PROGRAM " dump document chosen/r.ini", 0,
                     "title “示例县档案馆2024年度单位决算公开”");
}

static void what_is_nowhere_is_told_with_the_folders(void **state)
{
    (void)state;
    char says[512];
    write_naming("lost/r.ini", "nix");
    snprintf(says, sizeof says,
             "looked in: lost, %s/home/gongkai/templates, /etc/gongkai/templates, ", folder);
    check_shell_says(PROGRAM " check lost/r.ini", 2, says);
    write_titled("lost/form", "nix", "");
    write_naming("lost/r.ini", "form");
    snprintf(says, sizeof says,
             "lost/form/template.ini:1:6: error: there is no template package nix; correct the "
             "name, write its path, or put it into one of the folders looked in: lost, "
             "%s/home/gongkai/templates, /etc/gongkai/templates, ",
             folder);
    check_shell_says(PROGRAM " check lost/r.ini", 2, says);
    check_shell_says(PROGRAM " template show nix", 2, "looked in: ");
}

/* A record may name packages below its folder alone, and so may these. */
static void no_package_leads_out(void **state)
{
    (void)state;
    write_titled("outside", "national-2022", "外");
    write_titled("inside/form", "../../outside", "");
    write_naming("inside/r.ini", "form");
    static const char outside[] = "inside/form/template.ini:1:6: error: ../../outside lies outside "
                                  "of inside, below which this package may extend others";
    check_shell_says(PROGRAM " dump document inside/r.ini", 2, outside);
    check_shell_says(PROGRAM " --allow-path . dump document inside/r.ini", 0, "title “外”");
    write_naming("inside/r.ini", "./");
    write_titled("inside", "outside", "");
    check_shell_says(PROGRAM " dump document inside/r.ini", 2,
                     "there is no template package outside");
    write_titled("inside", "../outside", "");
    check_shell_says(PROGRAM " dump document inside/r.ini", 2, "../outside lies outside of inside");
    assert_int_equal(symlink("../outside", at("inside/link")), 0);
    write_naming("inside/r.ini", "link");
    check_shell_says(PROGRAM " dump document inside/r.ini", 2, "there is no template package link");
    check_title("dump document inside/r.ini --template link", "外");
}

/* What stands along the search takes nothing from the folder of a record. */
static void a_package_of_the_search_is_not_undermined(void **state)
{
    (void)state;
    write_titled("undermined/national-2022", "national-2020", "假");
    write_naming("undermined/r.ini", "shanxi-2024");
    check_title("dump document undermined/r.ini", "示例县档案馆2024年度单位决算公开");
}

static void every_command_takes_a_package(void **state)
{
    (void)state;
    write_titled("two/a/form", "national-2022", "甲");
    write_titled("two/b/form", "national-2022", "乙");
    write_naming("two/a/a.ini", "form");
    write_naming("two/b/b.ini", "form");
    write_below("two/m.csv", "record,output\na/a.ini,a.pdf\nb/b.ini,b.pdf\n");
    check_shell_says("cd two && sed -i 's/示例县档案馆/示例县图书馆/' b/b.ini && " PROGRAM
                     " batch m.csv -o out -j1 --to html && cat out/a.html out/b.html "
                     "| grep -o '<title>.*</title>' | tr -d '\\n'",
                     0, "<title>甲</title><title>乙</title>");
    check_shell_says("cd two && " PROGRAM " batch m.csv -o out -j1 --to html", 0, "unchanged");
    check_shell_says(
        "cd two && echo '题名 = 丙' | sed -i 's/题名.*/题名 = 丙/' b/form/template.ini && " PROGRAM
        " batch m.csv -o out -j1 --to html >/dev/null 2>&1; grep -o "
        "'<title>.*</title>' out/b.html",
        0, "<title>丙</title>");
    check_shell_says("cd two && " PROGRAM " batch m.csv -o out -j1 --to html --template a/form "
                     ">/dev/null 2>&1; cat out/?.html | grep -o '<title>.*</title>' | tr -d '\\n'",
                     0, "<title>甲</title><title>甲</title>");
    check_shell_says(PROGRAM " dump document two/a/a.ini --template two/b/form", 0, "title “丙”");
    check_shell_says(PROGRAM " check two/a/a.ini --template nix", 2,
                     "there is no template package nix");
    check_shell_says(PROGRAM " dump grids two/m.csv --template nix", 3,
                     "--template means nothing without");
    check_shell_says(PROGRAM " batch --merge two -o three --template nix", 3, "do not go together");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_chain_stands_anywhere),
        cmocka_unit_test(folders_are_asked_in_their_order),
        cmocka_unit_test(the_nearest_folder_serves_a_province),
        cmocka_unit_test(what_is_nowhere_is_told_with_the_folders),
        cmocka_unit_test(no_package_leads_out),
        cmocka_unit_test(a_package_of_the_search_is_not_undermined),
        cmocka_unit_test(every_command_takes_a_package),
    };
    return cmocka_run_group_tests_name("search", tests, make_folder, remove_folder);
}
