/* The elements of a document's markup: what may stand where, and with which attributes. */
#ifndef TEMPLATE_ELEMENTS_H
#define TEMPLATE_ELEMENTS_H

#include "template/document.h"

struct element_rule {
    const char *name;
    enum element element;
    element_set children;
    uint32_t attributes; /* bits of enum attribute */
    const char *style;   /* default class; NULL: as the element around it */
};

#define RULE_INLINE                                                                                \
    ((element_set)1 << ELEMENT_TEXT | (element_set)1 << ELEMENT_SPAN |                             \
     (element_set)1 << ELEMENT_BREAK | (element_set)1 << ELEMENT_JOINT |                           \
     (element_set)1 << ELEMENT_NUMBER)

/* The rule of an element by name, or by its number (rule_index), or NULL. */
const struct element_rule *rule_find(const char *name);
const struct element_rule *rule_at(size_t index);

/* A number of the rule from 0, below RULE_MAX, and the default class of the rule with a number. */
enum { RULE_MAX = 40 };
size_t rule_index(const struct element_rule *rule);
const char *rule_style(size_t index);

/* The first name of the element. */
const char *element_name(enum element element);

/* Appends the names of a rule's children, or "nothing". */
void rule_print_children(struct buf *out, const struct element_rule *rule);

/* Appends the table of elements, for the manual. */
void elements_print(struct buf *out, enum language language);

struct attribute_rule {
    const char *name;
    bool (*set)(struct doc_node *node, struct slice text); /* keeps text; false: it does not fit.
                                                              NULL: a text of the document */
    const char *hint;                                      /* what values there are */
};

/* The attribute of that name, other than class and numbers, or NULL if the element has none. */
const struct attribute_rule *attribute_find(const struct element_rule *rule, const char *name);

#endif
