/* What the files share that make atoms (shape.h). */
#ifndef LAYOUT_SHAPE_INT_H
#define LAYOUT_SHAPE_INT_H

#include "layout/atom.h"
#include "layout/script.h"

enum { SHAPED_BUCKETS = 256, KEPT_BUCKETS = 1024 };

struct used_role {
    struct slice name;
    struct font_role *role;
    length size; /* that it was used at last; 0 for none */
    const struct set_glyphs *sets;
};

/* What a text is told as, in order. */
struct words;

struct part {
    enum { PART_TEXT, PART_BREAK, PART_JOINT } kind;
    const struct doc_node *node;
    struct slice text;
    length size;
    size_t at; /* in the paragraph */
};

struct shaper {
    struct arena *arena;
    struct diag *diag;
    struct fonts *fonts;
    const struct words *words;
    /* What a link says of the page that its node is on (shape.h), or NULL. */
    struct slice (*refer)(const void *context, struct arena *arena, const struct doc_node *link);
    const void *context;
    hb_buffer_t *buffer;
    struct shaped *shaped[SHAPED_BUCKETS];
    struct missing *missing;
    struct atom *atoms; /* of the text begun */
    uint32_t count, room;
    struct paragraph *kept[KEPT_BUCKETS];
    const struct atom_run *runs[2]; /* of the last: Han and western stand side by side */
    uint64_t set;                   /* characters of the texts before it */
    bool beyond;                    /* there are more than a limit allows */
    struct used_role role, western; /* of the last text */
    struct part *parts;             /* of the text begun */
    uint32_t part_count, part_room;
    bool foreign; /* it holds another script */
    enum text_flow flow;
    unsigned holds;                /* the text that was ended last */
    struct scripts *scripts;       /* NULL until it is needed, */
    bool told;                     /* or when it could not be had */
    const struct script *unset[8]; /* scripts that were reported to have no font */
};

enum atom_class atom_class_of(uint32_t character);

/* Joins with the character before it: accents, variation selectors, joiners. */
bool is_mark_character(uint32_t character);

/* A length in units of a font, at a size. */
length shape_scaled(int units, length size, int upem);

/* Finds the roles that the node's text is set by. False after reporting that there is none. */
bool shape_find_roles(struct shaper *shaper, const struct doc_node *node);

/* Reports, once at a place, that no font has the character. */
void shape_report_missing(struct shaper *shaper, const struct doc_node *node, uint32_t character);

/* What the atom has in common with those before it, or not. */
const struct atom_run *shape_run(struct shaper *shaper, const struct doc_node *node,
                                 const struct font *font, length size);

/* Adds what is more than a character of one glyph. */
void atoms_add(struct shaper *shaper, struct atom atom);

/* Words, numbers and addresses are spaced as their font spaces them. */
static inline bool character_is_western(uint32_t character, enum atom_class class)
{
    return class == ATOM_LATIN || (character > ' ' && character < 0x80);
}

/* The atoms of text that Chinese type knows, by the roles found last. False, with what stands
 * before it added, at a character of another script. */
bool atoms_add_text(struct shaper *shaper, const struct doc_node *node, struct slice text,
                    length size);
void atoms_add_break(struct shaper *shaper, const struct doc_node *node);
void atoms_add_joint(struct shaper *shaper);

/* What each atom is to the next: where a line may end, what is never spaced out, what is squeezed.
 * foreign: there are atoms of other scripts among them. Returns what they hold, given what each
 * does by itself. */
unsigned neighbours_settle(struct atom *atoms, uint32_t count, unsigned holds, bool foreign);

/* Sets all parts of a text anew, other scripts by Pango. */
void foreign_set(struct shaper *shaper);

#endif
