/* Audits of many documents. Private to the command. */
#ifndef COMMAND_AUDIT_BATCH_H
#define COMMAND_AUDIT_BATCH_H

#include "command/command.h"
#include "press/audit.h"

/* Audits every document below the folder request->path, each in a process of its own; writes a page
 * for each, and index.html, worst first, into the folder `report`. */
enum status audit_batch(const struct audit_request *request, const char *report);

#endif
