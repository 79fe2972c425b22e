#include "command/template_command.h"

enum status template_command_report(const struct diag *diag)
{
    command_tell(diag);
    if (diag->worst == LEVEL_ERROR)
        return STATUS_ERROR;
    return diag->worst == LEVEL_WARNING ? STATUS_WARNING : STATUS_OK;
}
