#include "base/hash.h"

#include <nettle/sha2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/folder.h"
#include "base/reading.h"

const char *hash_bytes(struct arena *arena, struct slice bytes)
{
    struct sha256_ctx context;
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_init(&context);
    sha256_update(&context, bytes.n, (const uint8_t *)bytes.p);
    sha256_digest(&context, sizeof digest, digest);
    char *hex = arena_alloc(arena, 2 * sizeof digest + 1);
    for (size_t i = 0; i < 2 * sizeof digest; i++)
        hex[i] = "0123456789abcdef"[digest[i / 2] >> (i % 2 ? 0 : 4) & 0xF];
    return hex;
}

const char *hash_file(struct arena *arena, const char *path)
{
    int file = source_open(path);
    if (file < 0)
        return NULL;
    struct stat about;
    const char *hash = NULL;
    bool known = fstat(file, &about) == 0;
    size_t size = known ? (size_t)about.st_size : 0;
    char *bytes = size ? mmap(NULL, size, PROT_READ, MAP_PRIVATE, file, 0) : NULL;
    if (known && bytes != MAP_FAILED)
        hash = hash_bytes(arena, (struct slice){bytes, size});
    if (bytes && bytes != MAP_FAILED)
        munmap(bytes, size);
    close(file);
    return hash;
}

const char *hash_folder(struct arena *arena, const char *folder)
{
    struct listing listing = {.arena = arena};
    struct buf lines = {0};
    bool read = folder_list(&listing, folder);
    for (uint32_t i = 0; read && i < listing.count; i++) {
        const char *hash = hash_file(arena, arena_printf(arena, "%s/%s", folder, listing.path[i]));
        read = hash != NULL;
        if (read)
            buf_printf(&lines, "%s  %s\n", hash, listing.path[i]);
    }
    const char *hash = read ? hash_bytes(arena, buf_slice(&lines)) : NULL;
    buf_free(&lines);
    return hash;
}
