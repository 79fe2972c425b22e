/* The frame of Office Open XML (ECMA-376) that workbooks and Word files share: parts, what type
 * each is of, how they refer to each other, and what the file says about itself. */
#ifndef PUBLISH_OOXML_H
#define PUBLISH_OOXML_H

#include "publish/publish.h"

#define OOXML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define OOXML_RELATION "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

struct ooxml_part {
    const char *name; /* xl/workbook.xml */
    const char *type; /* MIME; NULL when its ending tells */
    struct buf bytes;
};

struct ooxml {
    const struct publication *publication;
    const char *main; /* name of the part that the file is about */
    struct ooxml_part *parts;
    uint32_t count, room;
};

/* Takes the bytes. The names live as long as the publication's arena. */
void ooxml_add(struct ooxml *ooxml, const char *name, const char *type, struct buf bytes);

/* One relationship: "rId1" of a type below OOXML_RELATION to a target. */
void ooxml_put_relation(struct buf *out, unsigned id, const char *type, const char *target);
void ooxml_start_relations(struct buf *out);
void ooxml_end_relations(struct buf *out);

/* Appends the file and frees the parts; false after reporting that it is too large. */
bool ooxml_write(struct buf *out, struct ooxml *ooxml);

/* The name that Office knows a font role's face by (字体: 标题 → 方正小标宋简体). */
const char *office_font(struct slice role);

#endif
