/*
 * Words of another language set beside the Chinese of headings and heads of tables: the lists
 * [民族文字.LANGUAGE] of a package chain, of which a record's language (单位.民族文字.语言) picks
 * one.
 */
#ifndef TEMPLATE_BESIDE_H
#define TEMPLATE_BESIDE_H

#include "ledger/facts.h"
#include "template/package.h"

#define BESIDE_SECTION "民族文字"

/* Reports what in the lists of one package is none: of no known language, or no word. */
void beside_check(struct diag *diag, const struct package *package);

/* Puts below each heading and head whose text, without its number, the list has, what the list says
 * for it. Nodes are added without their numbers (doc_node.id). */
void beside_put(struct arena *arena, const struct template *template, const struct facts *facts,
                struct document *document);

#endif
