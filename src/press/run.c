#include "press/run.h"

void run_init(struct run *run, struct house *house, struct arena *arena, enum language language,
              const char *path)
{
    *run = (struct run){.house = house, .arena = arena, .request.path = path};
    diag_init(&run->diag, arena, language);
}
