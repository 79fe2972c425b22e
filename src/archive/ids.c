#include "archive/ids.h"

static uint32_t slot_of(const struct ids *ids, int object)
{
    uint32_t at = (uint32_t)object * 2654435769u & (ids->room - 1);
    while (ids->slots[at].object && ids->slots[at].object != object)
        at = (at + 1) & (ids->room - 1);
    return at;
}

uint32_t ids_find(const struct ids *ids, int object)
{
    if (!ids->room || object == 0)
        return ID_NONE;
    const struct id *slot = &ids->slots[slot_of(ids, object)];
    return slot->object ? slot->value : ID_NONE;
}

static void grow(struct ids *ids)
{
    struct ids old = *ids;
    ids->room = old.room ? old.room * 2 : 256;
    ids->slots = ARENA_ARRAY(ids->arena, struct id, ids->room);
    for (uint32_t i = 0; i < old.room; i++)
        if (old.slots[i].object)
            ids->slots[slot_of(ids, old.slots[i].object)] = old.slots[i];
}

bool ids_add(struct ids *ids, int object, uint32_t value)
{
    if (object == 0)
        return false;
    if (ids->count * 2 >= ids->room)
        grow(ids);
    struct id *slot = &ids->slots[slot_of(ids, object)];
    if (slot->object)
        return false;
    *slot = (struct id){object, value};
    ids->count++;
    return true;
}
