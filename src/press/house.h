/* What documents share: the data folder and all that was opened of it. Kept from one to the next.
 */
#ifndef PRESS_HOUSE_H
#define PRESS_HOUSE_H

#include "base/diag.h"
#include "kinds/kind.h"
#include "layout/font.h"
#include "ledger/catalog.h"
#include "template/library.h"
#include "template/reads.h"
#include "template/template.h"

struct house {
    struct arena *arena;
    const char *given;            /* what house_open was told */
    const char *data;             /* folder of templates/, subjects/ and fonts/ */
    struct package_search search; /* of packages */
    const struct catalog *catalog;
    struct fonts *fonts[FONT_CHOICES]; /* opened so far */
    struct reading *readings;          /* what forms read, as far as it was asked for */
    struct package_list *packages;     /* all there are; NULL until asked for */
    struct opened *templates;          /* packages opened so far */
    struct hashed *hashes;             /* folders hashed so far */
};

/* data is the folder of templates/, subjects/ and fonts/, or NULL: then it is the one that
 * GONGKAI_DATA names, if that has subjects, else what was installed with the program. Packages are
 * looked for in that of GONGKAI_DATA, the user's, the site's and the program's own, in this order.
 */
void house_open(struct house *house, const char *data);
void house_close(struct house *house);

/* A house after the old one, which sees files anew but has its fonts. The old one is to be closed
 * once no document refers to its packages and catalogue any more. */
void house_renew(struct house *house, struct house *old);

/* The package of that name or path, opened once. beside is the folder of the record that names it
 * by path, NULL when the user does. NULL after reporting errors. */
const struct template *house_template(struct house *house, struct diag *diag, const char *name,
                                      const char *beside);

/* The same of a package that the user names where there is no record: it may stand in the working
 * folder. */
const struct template *house_template_here(struct house *house, struct diag *diag,
                                           const char *name);

/* Whether a document of the kind, made with the package, prints what has the name, or what follows
 * from it; a number in the name stands for any. Learnt from samples, once. READS_UNKNOWN when no
 * sample has the name. */
enum reads house_reads(struct house *house, const struct template *template,
                       const struct kind *kind, struct slice name);

/* All template packages there are, listed once. */
const struct package_list *house_packages(struct house *house);

/* The fonts, opened once. NULL after reporting errors. */
struct fonts *house_fonts(struct house *house, struct diag *diag, enum font_choice choice);

/* The catalogue, opened once. false after reporting errors. */
bool house_catalog(struct house *house, struct diag *diag);

/* The hash of a folder, worked out once. NULL after reporting an error. */
const char *house_hash(struct house *house, struct diag *diag, const char *folder);

#endif
