/* Fifty clients at once: nothing lost, nothing left, memory as before. `scripts/bench-serve` alone
 * takes a minute and tells the times. */
#include "testing.h"

static void fifty_clients_lose_nothing(void **state)
{
    (void)state;
    int status;
    struct buf said =
        run_command("cd " SOURCE_ROOT " && scripts/bench-serve " PROGRAM " 50 10 2>&1", &status);
    if (status != 0 || !strstr(said.p, "lost: 0 "))
        fail_msg("%s", said.p);
    buf_free(&said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(fifty_clients_lose_nothing)};
    return cmocka_run_group_tests_name("serve_load", tests, NULL, NULL);
}
