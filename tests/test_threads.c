/* Eight threads, each with a library of its own: what one makes is what all make. */
#include "testing.h"

#include <pthread.h>

#include "gongkai.h"

enum { THREADS = 8, ROUNDS = 2 };

struct turn {
    char *bytes;
    size_t size;
};

static void *render(void *data)
{
    struct turn *turn = data;
    struct gongkai *gongkai = gongkai_new(SOURCE_ROOT, GONGKAI_ENGLISH);
    for (int i = 0; gongkai && i < ROUNDS; i++) {
        struct gongkai_result result =
            gongkai_render(gongkai, SOURCE_ROOT "/tests/check/base.ini", NULL);
        free(turn->bytes);
        turn->bytes = result.bytes ? malloc(result.size) : NULL;
        turn->size = result.size;
        if (turn->bytes)
            memcpy(turn->bytes, result.bytes, result.size);
    }
    gongkai_free(gongkai);
    return NULL;
}

static void threads_do_not_disturb_each_other(void **state)
{
    (void)state;
    struct turn turns[THREADS] = {0};
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, render, &turns[i]), 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    for (int i = 0; i < THREADS; i++) {
        assert_non_null(turns[i].bytes);
        assert_int_equal(turns[i].size, turns[0].size);
        assert_memory_equal(turns[i].bytes, turns[0].bytes, turns[0].size);
    }
    for (int i = 0; i < THREADS; i++)
        free(turns[i].bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_do_not_disturb_each_other),
    };
    return cmocka_run_group_tests_name("threads", tests, NULL, NULL);
}
