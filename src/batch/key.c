/* What a document is made from, hashed. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/folder.h"
#include "base/reading.h"
#include "batch/batch.h"
#include "template/library.h"

/* ---- two lanes of multiply and fold ---- */

static uint64_t fold(uint64_t a, uint64_t b)
{
    __uint128_t product = (__uint128_t)(a ^ 0x9E3779B97F4A7C15u) * (b ^ 0xC2B2AE3D27D4EB4Fu);
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static void add_word(struct key *key, uint64_t word)
{
    key->word[0] = fold(key->word[0] + word, 0x165667B19E3779F9u);
    key->word[1] = fold(key->word[1] ^ word, key->word[0] | 1);
}

static void add_bytes(struct key *key, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    add_word(key, size);
    for (size_t i = 0; i < size; i += 8) {
        uint64_t word = 0;
        memcpy(&word, at + i, size - i < 8 ? size - i : 8);
        add_word(key, word);
    }
}

static bool add_file(struct key *key, struct arena *scratch, const char *path)
{
    arena_reset(scratch);
    const struct source *source = source_read(scratch, path, LIMIT_INPUT);
    if (source)
        add_bytes(key, source->text.p, source->text.n);
    return source != NULL;
}

/* ---- folders, fonts ---- */

/* All files below the folder with their names, in the order of the names. */
static bool add_folder(struct batch *batch, struct key *key, const char *folder)
{
    struct arena *arena = arena_new();
    struct listing listing = {.arena = arena};
    bool read = folder_list(&listing, folder);
    for (uint32_t i = 0; i < listing.count; i++) {
        add_bytes(key, listing.path[i], strlen(listing.path[i]));
        add_file(key, batch->scratch, arena_printf(arena, "%s/%s", folder, listing.path[i]));
    }
    arena_free(arena);
    return read;
}

static void add_font(struct key *key, const struct font *font)
{
    struct slice directory = font_directory(font);
    add_bytes(key, font->name, strlen(font->name));
    add_bytes(key, directory.p, directory.n);
}

/* What all documents share: the program, the fonts in their order, the catalogue. */
static struct key house_key(struct batch *batch)
{
    struct key key = {{1, 2}};
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    add_bytes(&key, GONGKAI_VERSION, strlen(GONGKAI_VERSION));
    add_bytes(&key, epoch ? epoch : "", epoch ? strlen(epoch) : 0);
    for (uint32_t i = 0; i < batch->output_count; i++)
        add_bytes(&key, batch->outputs[i]->name, strlen(batch->outputs[i]->name));
    add_word(&key, batch->language); /* of the messages that the report repeats */
    add_file(&key, batch->scratch,
             arena_printf(batch->arena, "%s/fonts/fonts.conf", batch->house.data));
    const struct fonts *fonts = batch->house.fonts[FONTS_ALL];
    for (uint32_t i = 0; i < fonts_count(fonts); i++)
        add_font(&key, fonts_at(fonts, i));
    add_folder(batch, &key, arena_printf(batch->arena, "%s/subjects", batch->house.data));
    for (enum shelf shelf = SHELF_SITE; shelf <= SHELF_USER; shelf++) {
        const char *folder = folder_of_shelf(batch->arena, shelf, "subjects");
        if (folder)
            add_folder(batch, &key, folder);
    }
    return key;
}

struct known_template {
    struct known_template *next;
    const struct template *template;
    struct key key;
};

/* The key of house and template package, worked out once. beside is as for house_template. NULL
 * when there is no such package. */
static const struct key *template_key(struct batch *batch, const char *name, const char *beside)
{
    struct diag diag;
    diag_init(&diag, batch->arena, batch->language);
    const struct template *template = house_template(&batch->house, &diag, name, beside);
    if (!template)
        return NULL;
    for (struct known_template *known = batch->templates; known; known = known->next)
        if (known->template == template)
            return &known->key;
    struct known_template *known = ARENA_NEW(batch->arena, struct known_template);
    *known = (struct known_template){batch->templates, template, house_key(batch)};
    struct template_package package;
    for (unsigned i = 0; template_package(template, i, &package); i++)
        add_folder(batch, &known->key, package.folder);
    batch->templates = known;
    return &known->key;
}

/* Which package a record gets that names none: another one may come to suit it better. */
static void add_choice(struct key *key, const struct package_list *packages)
{
    for (size_t i = 0; i < packages->count; i++) {
        const struct package_info *info = &packages->item[i];
        add_bytes(key, info->name, strlen(info->name));
        add_bytes(key, info->province.p, info->province.n);
        add_word(key, (uint64_t)info->first_year << 32 | (uint32_t)info->last_year);
    }
}

/* The key of the package that the record has, or would have by now if one came to stand beside it.
 */
static const struct key *package_key(struct batch *batch, const struct job *job,
                                     const struct outcome *outcome)
{
    const char *name = outcome->template_name.p, *folder, *near = NULL;
    struct arena *arena = arena_new();
    folder = folder_above(arena, job->record);
    if (!outcome->chosen && !package_is_path(name))
        near = package_in(arena, folder, name);
    const struct key *key = template_key(batch, near ? near : name, job->template ? NULL : folder);
    arena_free(arena);
    return key;
}

bool key_make(struct batch *batch, const struct job *job, const struct outcome *outcome,
              struct key *key)
{
    struct slice files = outcome->files;
    const struct key *base = package_key(batch, job, outcome);
    if (!base)
        return false;
    *key = *base;
    add_word(key, batch->no_record);
    if (outcome->chosen)
        add_choice(key, house_packages(&batch->house));
    while (files.p) {
        struct slice file = slice_cut(&files, '\n');
        char path[4096];
        if (!file.n || file.n >= sizeof path)
            continue;
        memcpy(path, file.p, file.n);
        path[file.n] = '\0';
        add_bytes(key, path, file.n);
        if (!add_file(key, batch->scratch, path))
            return false;
    }
    return true;
}

/* ---- the files of a record ---- */

/* A text that stands in a file of its own points into that. */
static void put_files(struct buf *out, const struct node *node)
{
    if (node->pos.source && node->key_pos.source && node->pos.source != node->key_pos.source)
        buf_printf(out, "%s\n", node->pos.source->name);
    for (const struct node *child = node->first; child; child = child->next)
        put_files(out, child);
}

struct slice key_files(const struct run *run, const struct results *made)
{
    struct buf files = {0};
    buf_printf(&files, "%s\n", run->request.path);
    put_files(&files, made->origin.record);
    for (const struct named *named = made->account.named; named; named = named->next) {
        buf_printf(&files, "%s\n", named->record->pos.source->name);
        put_files(&files, named->record);
    }
    struct slice all = slice_copy(run->arena, buf_slice(&files));
    buf_free(&files);
    return all;
}
