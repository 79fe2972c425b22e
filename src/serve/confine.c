/* A worker's walls. What they hold back is what a fault in a library would let in; what our own
 * code does stands inside them anyway. */
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/bounds.h"
#include "serve/worker.h"

/* Where the kernel knows Landlock (5.13), no file is made, written, moved or deleted from here on,
 * by the programs started from here neither. Elsewhere the service's unit sees to that. */
static void keep_files(void)
{
    const struct landlock_ruleset_attr writing = {
        .handled_access_fs = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
                             LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
                             LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
                             LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
                             LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM};
    int rules = (int)syscall(SYS_landlock_create_ruleset, &writing, sizeof writing, 0);
    if (rules < 0)
        return;
    syscall(SYS_landlock_restrict_self, rules, 0);
    close(rules);
}

void worker_confine(const struct confinement *confinement)
{
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    bound(RLIMIT_CORE, 0);
    alarm(confinement->seconds);
    keep_files();
    bound_growth(confinement->memory);
}
