#include "serve/mhd.h"

#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

struct mhd mhd;

const char *mhd_load(void)
{
    static const struct {
        const char *name;
        size_t at;
    } functions[] = {
#define FUNCTION(name) {#name, offsetof(struct mhd, name)},
        MHD_FUNCTIONS(FUNCTION)
#undef FUNCTION
    };
    void *library = dlopen("libmicrohttpd.so.12", RTLD_NOW | RTLD_LOCAL);
    for (size_t i = 0; library && i < sizeof functions / sizeof *functions; i++) {
        void *function = dlsym(library, functions[i].name);
        if (!function)
            return functions[i].name;
        memcpy((char *)&mhd + functions[i].at, &function, sizeof function);
    }
    return library ? NULL : dlerror();
}
