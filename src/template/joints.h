/*
 * Where the frame of a sentence and a text of the agency meet: what both of them say is said once.
 */
#ifndef TEMPLATE_JOINTS_H
#define TEMPLATE_JOINTS_H

#include "base/slice.h"

/* What remains of the text when the words before it end with those it begins with: after 主要原因是
 * a reason need not begin with 主要是因为. The text itself when nothing is said twice. */
struct slice joint_rest(struct slice before, struct slice text);

#endif
