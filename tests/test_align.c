/* What corresponds to what in two sequences: the longest pairing, against the textbook's table. */
#include "testing.h"

#include "diff/align.h"

enum { LONGEST = 24, TRIALS = 4000 };

struct two {
    uint32_t old_count, new_count;
    char old[LONGEST * 100], new[LONGEST * 100];
};

static bool same(const void *data, uint32_t old, uint32_t new)
{
    const struct two *two = data;
    return two->old[old] == two->new[new];
}

/* Letters that differ in case alone. */
static bool alike(const void *data, uint32_t old, uint32_t new)
{
    const struct two *two = data;
    return (two->old[old] | 0x20) == (two->new[new] | 0x20);
}

static uint32_t seed = 7;

static uint32_t draw(uint32_t below)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % below;
}

static uint32_t longest_common(const struct two *two)
{
    static uint32_t table[LONGEST + 1][LONGEST + 1];
    memset(table, 0, sizeof table);
    for (uint32_t i = 0; i < two->old_count; i++)
        for (uint32_t j = 0; j < two->new_count; j++) {
            uint32_t left = table[i + 1][j], above = table[i][j + 1];
            table[i + 1][j + 1] = same(two, i, j) ? table[i][j] + 1 : left > above ? left : above;
        }
    return table[two->old_count][two->new_count];
}

/* The steps name each item once, in order, the pairs on both sides; how many pairs there are. */
static uint32_t check_steps(const struct alignment *alignment)
{
    uint32_t old_at = 0, new_at = 0, old = 0, new = 0, pairs = 0;
    struct align_step step;
    bool came_before = false;
    while (align_next(alignment, &old_at, &new_at, &step)) {
        assert_true(step.old != ALIGN_NONE || step.new != ALIGN_NONE);
        if (step.old != ALIGN_NONE) {
            assert_int_equal(step.old, old++);
            assert_int_equal(alignment->to_new[step.old], step.new);
        }
        if (step.new != ALIGN_NONE) {
            assert_int_equal(step.new, new ++);
            assert_int_equal(alignment->to_old[step.new], step.old);
        }
        assert_false(came_before && step.new == ALIGN_NONE); /* what went comes first */
        came_before = step.old == ALIGN_NONE;
        pairs += step.old != ALIGN_NONE && step.new != ALIGN_NONE;
    }
    assert_int_equal(old, alignment->old_count);
    assert_int_equal(new, alignment->new_count);
    return pairs;
}

static void the_pairing_is_the_longest(void **state)
{
    (void)state;
    static const align_same once[] = {same};
    struct arena *arena = arena_new();
    for (int trial = 0; trial < TRIALS; trial++) {
        struct two two = {draw(LONGEST + 1), draw(LONGEST + 1), {0}, {0}};
        uint32_t letters = 1 + draw(6);
        for (uint32_t i = 0; i < LONGEST; i++) {
            two.old[i] = (char)('a' + draw(letters));
            two.new[i] = (char)('a' + draw(letters));
        }
        struct alignment alignment = align(arena, two.old_count, two.new_count, once, 1, &two);
        uint32_t pairs = check_steps(&alignment);
        if (pairs != longest_common(&two))
            fail_msg("%u pairs, not %u, of %.*s and %.*s", pairs, longest_common(&two),
                     (int)two.old_count, two.old, (int)two.new_count, two.new);
        for (uint32_t i = 0; i < two.old_count; i++)
            assert_true(alignment.to_new[i] == ALIGN_NONE || same(&two, i, alignment.to_new[i]));
    }
    arena_free(arena);
}

static void set(struct two *two, const char *old, const char *new)
{
    two->old_count = (uint32_t)strlen(old);
    two->new_count = (uint32_t)strlen(new);
    memcpy(two->old, old, two->old_count);
    memcpy(two->new, new, two->new_count);
}

/* What the first pass pairs stays; the next pairs what lies between, before and behind. */
static void passes_fill_the_gaps(void **state)
{
    (void)state;
    static const align_same both[] = {same, alike};
    static const struct {
        const char *old, *new;
        int partner[8]; /* of each old item, -1 for none */
    } cases[] = {
        {"abc", "Abc", {0, 1, 2}},
        {"abc", "abC", {0, 1, 2}},
        {"aXc", "axyc", {0, 1, 3}},
        {"xabX", "Xaby", {0, 1, 2, -1}},
        {"abA", "ab", {0, 1, -1}},
        {"ab", "xyz", {-1, -1}},
        {"AbA", "bA", {-1, 0, 1}},
        {"aBa", "b", {-1, 0, -1}},
        {"qAsBt", "aqbsctB", {1, -1, 3, -1, 5}},
        {"BxxA", "aXXb", {-1, 1, 2, -1}},
    };
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct two two = {0};
        set(&two, cases[i].old, cases[i].new);
        struct alignment alignment = align(arena, two.old_count, two.new_count, both, 2, &two);
        check_steps(&alignment);
        for (uint32_t j = 0; j < two.old_count; j++)
            if ((int)alignment.to_new[j] != cases[i].partner[j])
                fail_msg("%s and %s: item %u has %d", cases[i].old, cases[i].new, j,
                         (int)alignment.to_new[j]);
    }
    arena_free(arena);
}

/* Two thousand differences are the most that are followed. */
static void what_differs_by_too_much_is_left_apart(void **state)
{
    (void)state;
    static const align_same once[] = {same};
    static const struct {
        uint32_t old_other, new_other, pairs;
    } cases[] = {{1000, 1000, 1}, {1001, 1000, 0}, {1000, 1001, 0}};
    static struct two two;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_new();
        uint32_t old = cases[i].old_other, new = cases[i].new_other;
        two.old_count = old + 1;
        two.new_count = new + 1;
        memset(two.old, 'a', sizeof two.old);
        memset(two.new, 'b', sizeof two.new);
        two.old[old / 2] = two.new[new / 2] = 'x';
        struct alignment alignment = align(arena, two.old_count, two.new_count, once, 1, &two);
        assert_int_equal(check_steps(&alignment), cases[i].pairs);
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_pairing_is_the_longest),
        cmocka_unit_test(passes_fill_the_gaps),
        cmocka_unit_test(what_differs_by_too_much_is_left_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
