#include "platter.h"

#include <stdlib.h>
#include <string.h>

static const int64_t sector = 512;

static void image_resize(image *image, int64_t length) {
    if (length > image->room) {
        image->room = length * 2;
        image->bytes = realloc(image->bytes, (size_t)image->room);
    }
    if (length > image->length) memset(image->bytes + image->length, 0, (size_t)(length - image->length));
    image->length = length;
}

static void image_write(image *image, const void *bytes, int64_t length, int64_t offset) {
    if (offset + length > image->length) image_resize(image, offset + length);
    memcpy(image->bytes + offset, bytes, (size_t)length);
}

static void image_copy(image *to, const image *from) {
    image_resize(to, from->length);
    if (from->length > 0) memcpy(to->bytes, from->bytes, (size_t)from->length);
}

static void remember(file *file, const void *bytes, int64_t length, int64_t offset) {
    change *new = malloc(sizeof(change) + (size_t)length);
    *new = (change){.offset = offset, .length = length};
    if (length > 0) memcpy(new->bytes, bytes, (size_t)length);
    if (file->last) file->last->next = new;
    else file->first = new;
    file->last = new;
}

static void forget_changes(file *file) {
    for (change *change = file->first, *next; change; change = next) {
        next = change->next;
        free(change);
    }
    file->first = file->last = NULL;
}

/// Brings the first `length` bytes of a change to the platter.
static void apply(file *file, const change *change, int64_t length) {
    if (change->length == 0) image_resize(&file->safe, change->offset);
    else if (length > 0) image_write(&file->safe, change->bytes, length, change->offset);
}

void file_write(file *file, const void *bytes, int64_t length, int64_t offset) {
    if (length <= 0) return;
    image_write(&file->seen, bytes, length, offset);
    remember(file, bytes, length, offset);
}

void file_truncate(file *file, int64_t length) {
    image_resize(&file->seen, length);
    remember(file, NULL, 0, length);
}

void file_sync(file *file) {
    for (change *change = file->first; change; change = change->next) apply(file, change, change->length);
    forget_changes(file);
}

void file_lose(file *file, uint64_t *dice, bool forget) {
    // The length is the file system's own business and is journaled by it.
    for (change *change = file->first; change; change = change->next) {
        bool arrives = change->length == 0 || roll(dice, 2) == 0;
        if (arrives) apply(file, change, change->length);
        else if (change->offset + change->length > file->safe.length) image_resize(&file->safe, change->offset + change->length);
    }
    forget_changes(file);
    if (forget) image_copy(&file->seen, &file->safe);
}

/// How much of a write is there: all, nothing, or a number of whole sectors from its beginning.
static int64_t survives(const change *change, uint64_t *dice, uint64_t style) {
    if (style == 0) return 0;
    if (style == 1) return change->length;
    switch (roll(dice, 4)) {
    case 0: return 0;
    case 1: {
        int64_t to_boundary = (sector - change->offset % sector) % sector;
        int64_t torn = to_boundary + (int64_t)roll(dice, (uint64_t)(change->length / sector + 1)) * sector;
        return torn < change->length ? torn : 0;
    }
    default: return change->length;
    }
}

void file_settle(file *file, uint64_t *dice) {
    uint64_t style = roll(dice, 4);
    for (change *change = file->first; change; change = change->next) {
        if (change->length > 0) apply(file, change, survives(change, dice, style));
        else if (style == 1 || (style > 1 && roll(dice, 2) == 0)) apply(file, change, 0);
    }
    forget_changes(file);
    image_copy(&file->seen, &file->safe);
}

void file_free(file *file) {
    forget_changes(file);
    for (int region = 0; region < file->region_count; region++) free(file->regions[region]);
    free(file->regions);
    free(file->seen.bytes);
    free(file->safe.bytes);
    free(file);
}
