#pragma once
#include <stdbool.h>
#include <stdint.h>

// One file: what a program sees of it, what is on the platter, and what lies between the two.

typedef struct {
    unsigned char *bytes;
    int64_t length, room;
} image;

/// A write, or with no bytes a cut to `offset`, that was not synced.
typedef struct change {
    struct change *next;
    int64_t offset, length;
    unsigned char bytes[];
} change;

#define SHM_LOCKS 8

typedef struct file {
    image seen, safe;
    change *first, *last;
    struct file *next;
    int handles;
    // Locks of the rollback journal's kind; the owners are handles.
    int shared;
    void *reserved, *pending, *exclusive;
    // The index of the write-ahead log.
    unsigned char **regions;
    int region_count, shm_handles;
    int shm_shared[SHM_LOCKS];
    void *shm_exclusive[SHM_LOCKS];
} file;

void file_write(file *file, const void *bytes, int64_t length, int64_t offset);
void file_truncate(file *file, int64_t length);
void file_sync(file *file);
/// A sync that failed: some of what was written is on the platter, and all of it counts as clean.
void file_lose(file *file, uint64_t *dice, bool forget);
/// What is left of the file when the power comes back.
void file_settle(file *file, uint64_t *dice);
void file_free(file *file);

/// Knuth's MMIX generator; its high bits are the good ones.
static inline uint64_t roll(uint64_t *dice, uint64_t sides) {
    *dice = *dice * 6364136223846793005u + 1442695040888963407u;
    return (*dice >> 33) % sides;
}
