#include "press/paths.h"

#include <string.h>

#include "base/reading.h"

const char *path_beside(struct arena *arena, const struct node *name)
{
    const char *record = name->pos.source->name, *slash = strrchr(record, '/');
    if (name->text.p[0] == '/' || !slash)
        return name->text.p;
    return arena_printf(arena, "%.*s/%s", (int)(slash - record), record, name->text.p);
}

const char *folder_of_record(struct arena *arena, const struct node *record)
{
    const struct source *source = record->pos.source;
    const char *slash = source && !source->sealed ? strrchr(source->name, '/') : NULL;
    if (!source || source->sealed || source_is_offered(source))
        return NULL;
    return slash == source->name ? "/"
           : slash               ? arena_copy(arena, source->name, (size_t)(slash - source->name))
                                 : ".";
}

const char *path_of_folder(struct arena *arena, const char *path)
{
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/')
        length--;
    return arena_copy(arena, path, length);
}
