/* Text → atoms. */
#ifndef LAYOUT_SHAPE_H
#define LAYOUT_SHAPE_H

#include "layout/atom.h"

/* Whether a text runs from right to left: as told or, as in HTML, as its first letter does; but one
 * that holds Han is Chinese. */
bool text_is_rtl(struct slice text, enum direction told);

/* Shapes the texts of one layout run, and collects the characters that no font has. */
struct shaper;
struct words;

/* words: those that lines of heads are not broken in. */
struct shaper *shaper_new(struct arena *arena, struct diag *diag, struct fonts *fonts,
                          const struct words *words);
const struct words *shaper_words(const struct shaper *shaper);

/* What a link says of the page that its node is on; set once the pages are known. */
typedef struct slice (*page_reference)(const void *context, struct arena *arena,
                                       const struct doc_node *link);
void shaper_refer(struct shaper *shaper, page_reference refer, const void *context);
struct slice shaper_reference(const struct shaper *shaper, const struct doc_node *link);
void shaper_free(struct shaper *shaper);
struct arena *shaper_arena(const struct shaper *shaper);

/* Starts a text; then add its pieces; then end it, which decides where it may break. */
void shape_begin(struct shaper *shaper);

/* Adds text that shows the node (its own, or a list item's number), in the node's style but at this
 * size. The text must outlive the atoms. */
void shape_text(struct shaper *shaper, const struct doc_node *node, struct slice text, length size);
void shape_break(struct shaper *shaper, const struct doc_node *node);

/* The paragraphs that are kept, of this text alone and of others, for when they come again. */
struct paragraph;
struct paragraph **shaper_kept(struct shaper *shaper, struct slice text);

/* Counts a text that has so many atoms already. False when it goes beyond a limit. */
bool shape_again(struct shaper *shaper, const struct doc_node *node, struct slice text,
                 uint32_t count);

/* A line had better end after what was added last. */
void shape_joint(struct shaper *shaper);

/* The atoms since shape_begin, in the arena. */
struct atom *shape_end(struct shaper *shaper, uint32_t *count);

/* Which way the text that was ended last runs, and what it holds. */
enum text_flow shaper_flow(const struct shaper *shaper);
unsigned shaper_holds(const struct shaper *shaper);

#endif
