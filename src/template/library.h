/* Which template packages there are, and for which record each is meant. */
#ifndef TEMPLATE_LIBRARY_H
#define TEMPLATE_LIBRARY_H

#include "base/diag.h"
#include "template/search.h"

/* A package as its own template.ini tells of it; texts that are not set are empty. */
struct package_info {
    const char *name;
    const char *folder;    /* that it stands in */
    struct slice base;     /* 扩展 */
    struct slice about;    /* 说明 */
    struct slice province; /* 适用省份 */
    int first_year;        /* 适用年度; 0 if not set */
    int last_year;
};

struct package_list {
    struct package_info *item;
    uint32_t count, room;
};

/* All packages along the search, folder by folder, by name; of one name the first alone. */
struct package_list packages_list(struct arena *arena, const struct package_search *search);

/* Reads 2024, 2022-2024 or 2022-. false if it is none of these. */
bool years_parse(struct slice text, int *first, int *last);

/* The package for a province and year, of the first folder that has any; NULL after reporting at
 * pos that there is none, or that there are several. */
const char *package_for(const struct package_list *list, struct diag *diag, struct pos pos,
                        struct slice province, int year);

/* Whether there is a package of that name; if not, reports it at pos, with the name that was
 * probably meant, those that fit the province (may be empty) and year, and the folders looked in.
 */
bool package_known(const struct package_list *list, struct diag *diag, struct pos pos,
                   const char *name, struct slice province, int year, const char *places);

#endif
