/* A host of the library, for the tests: makes the record twice, and says what came of each. With a
 * fault in the first (tests/faults.c), in the host or in what works for it, the second has to be
 * right. */
#include <stdio.h>

#include "gongkai.h"

int main(int argc, char **argv)
{
    if (argc != 3)
        return 3;
    struct gongkai *gongkai = gongkai_new(NULL, GONGKAI_ENGLISH);
    if (!gongkai) {
        puts("none");
        return 0;
    }
    for (int i = 0; i < 2; i++) {
        struct gongkai_result result = gongkai_render(gongkai, argv[1], NULL);
        printf("%s %d %zu\n", result.bytes ? "made" : "error", result.level, result.size);
        FILE *file = i && result.bytes ? fopen(argv[2], "wb") : NULL;
        if (file) {
            fwrite(result.bytes, 1, result.size, file);
            fclose(file);
        }
    }
    gongkai_free(gongkai);
    return 0;
}
