/*
 * How forms of one family differ, settled by a word. A package declares a way with the words there
 * are for it, its parts ask for it, and a package that extends it chooses another word:
 *
 *     [写法.零占比]                 [写法]
 *     含义 = 金额为零时写明占0%       零占比 = 是
 *     取值 = 否
 *
 *     {{#写法.零占比}}，占0%{{/写法.零占比}}
 */
#ifndef TEMPLATE_WAYS_H
#define TEMPLATE_WAYS_H

#include "base/diag.h"
#include "ledger/facts.h"

struct package;
struct template;

#define WAYS_SECTION "写法"

/* What the chain settles, as facts below 写法: a flag for 是 | 否, a group of flags for other
 * words, a text for 文字. Reports what is wrong. */
const struct facts *ways_read(struct arena *arena, struct diag *diag,
                              const struct package *package);

/* Warns of ways that no part of the chain asks for. */
void ways_check(const struct template *template, struct diag *diag);

#endif
