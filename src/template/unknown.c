#include "template/unknown.h"

void settings_report_unknown(struct diag *diag, const struct node *node,
                             const struct nearest *nearest)
{
    const char *path = node_path(diag->arena, node).p;
    if (nearest->best.n)
        diag_report(diag, MSG_SETTING_NEAR, node->key_pos, path, nearest->best.p);
    else
        diag_report(diag, MSG_SETTING_UNKNOWN, node->key_pos, path);
}
