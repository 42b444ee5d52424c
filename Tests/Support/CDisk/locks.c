#include "machine.h"

#include <stdlib.h>

// Locks between the connections of this process (https://www.sqlite.org/lockingv3.html), and the shared index of the write-ahead log on
// the heap (https://www.sqlite.org/walformat.html). Neither outlives the process, so neither belongs to what a power cut may harm.

int lock_file(sqlite3_file *base, int level) {
    handle *self = (handle *)base;
    file *file = self->file;
    int result = SQLITE_OK;
    pthread_mutex_lock(&self->disk->lock);
    if (self->level < level) {
        if (self->level == SQLITE_LOCK_NONE) {
            if (file->pending || file->exclusive) result = SQLITE_BUSY;
            else {
                file->shared++;
                self->level = SQLITE_LOCK_SHARED;
            }
        }
        if (result == SQLITE_OK && level >= SQLITE_LOCK_RESERVED) {
            if (file->reserved && file->reserved != self) result = SQLITE_BUSY;
            else {
                file->reserved = self;
                if (self->level < SQLITE_LOCK_RESERVED) self->level = SQLITE_LOCK_RESERVED;
            }
        }
        if (result == SQLITE_OK && level == SQLITE_LOCK_EXCLUSIVE) {
            file->pending = self;
            self->level = SQLITE_LOCK_PENDING;
            if (file->shared > 1) result = SQLITE_BUSY;
            else {
                file->exclusive = self;
                self->level = SQLITE_LOCK_EXCLUSIVE;
            }
        }
    }
    pthread_mutex_unlock(&self->disk->lock);
    return result;
}

int unlock_file(sqlite3_file *base, int level) {
    handle *self = (handle *)base;
    file *file = self->file;
    pthread_mutex_lock(&self->disk->lock);
    if (self->level > level) {
        if (file->reserved == self) file->reserved = NULL;
        if (file->pending == self) file->pending = NULL;
        if (file->exclusive == self) file->exclusive = NULL;
        if (level == SQLITE_LOCK_NONE) file->shared--;
        self->level = level;
    }
    pthread_mutex_unlock(&self->disk->lock);
    return SQLITE_OK;
}

int check_reserved(sqlite3_file *base, int *result) {
    handle *self = (handle *)base;
    pthread_mutex_lock(&self->disk->lock);
    *result = self->file->reserved != NULL;
    pthread_mutex_unlock(&self->disk->lock);
    return SQLITE_OK;
}

int map_shm(sqlite3_file *base, int region, int size, int extend, void volatile **address) {
    handle *self = (handle *)base;
    file *file = self->file;
    *address = NULL;
    pthread_mutex_lock(&self->disk->lock);
    if (!self->has_shm) {
        self->has_shm = true;
        file->shm_handles++;
    }
    if (region >= file->region_count && extend) {
        file->regions = realloc(file->regions, sizeof(unsigned char *) * (size_t)(region + 1));
        while (file->region_count <= region) file->regions[file->region_count++] = calloc(1, (size_t)size);
    }
    if (region < file->region_count) *address = file->regions[region];
    pthread_mutex_unlock(&self->disk->lock);
    return SQLITE_OK;
}

int lock_shm(sqlite3_file *base, int offset, int count, int flags) {
    handle *self = (handle *)base;
    file *file = self->file;
    int result = SQLITE_OK;
    pthread_mutex_lock(&self->disk->lock);
    for (int slot = offset; slot < offset + count; slot++) {
        unsigned bit = 1u << slot;
        bool shared = (self->shm_shared & bit) != 0;
        if (flags & SQLITE_SHM_UNLOCK) continue;
        if (file->shm_exclusive[slot] && file->shm_exclusive[slot] != self) result = SQLITE_BUSY;
        if ((flags & SQLITE_SHM_EXCLUSIVE) && file->shm_shared[slot] > (shared ? 1 : 0)) result = SQLITE_BUSY;
    }
    for (int slot = offset; slot < offset + count && result == SQLITE_OK; slot++) {
        unsigned bit = 1u << slot;
        if (flags & SQLITE_SHM_UNLOCK) {
            if (self->shm_shared & bit) file->shm_shared[slot]--;
            if (self->shm_exclusive & bit) file->shm_exclusive[slot] = NULL;
            self->shm_shared &= ~bit;
            self->shm_exclusive &= ~bit;
        } else if (flags & SQLITE_SHM_EXCLUSIVE) {
            file->shm_exclusive[slot] = self;
            self->shm_exclusive |= bit;
        } else if (!(self->shm_shared & bit)) {
            file->shm_shared[slot]++;
            self->shm_shared |= bit;
        }
    }
    pthread_mutex_unlock(&self->disk->lock);
    return result;
}

void barrier_shm(sqlite3_file *base) {
    handle *self = (handle *)base;
    pthread_mutex_lock(&self->disk->lock);
    pthread_mutex_unlock(&self->disk->lock);
}

int unmap_shm(sqlite3_file *base, int delete) {
    (void)delete;
    handle *self = (handle *)base;
    file *file = self->file;
    lock_shm(base, 0, SHM_LOCKS, SQLITE_SHM_UNLOCK);
    pthread_mutex_lock(&self->disk->lock);
    if (self->has_shm && --file->shm_handles == 0) {
        for (int region = 0; region < file->region_count; region++) free(file->regions[region]);
        free(file->regions);
        file->regions = NULL;
        file->region_count = 0;
    }
    self->has_shm = false;
    pthread_mutex_unlock(&self->disk->lock);
    return SQLITE_OK;
}
