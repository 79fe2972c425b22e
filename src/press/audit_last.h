/* Last year's figures for the audit of this year's document. Private to it. */
#ifndef PRESS_AUDIT_LAST_H
#define PRESS_AUDIT_LAST_H

#include "press/house.h"
#include "record/tree.h"

/* Types the figures of 上年 into the record, unchecked, whose amounts are in units of so many 分:
 * from last year's disclosure or record at the path. false after reporting that it cannot be read.
 */
bool audit_last_year(struct house *house, struct diag *diag, const char *path, struct node *record,
                     int64_t unit);

#endif
