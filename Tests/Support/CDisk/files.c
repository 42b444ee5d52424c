#include "machine.h"

#include <stdlib.h>
#include <string.h>

// What SQLite does with an open file.

static int close_file(sqlite3_file *base) {
    handle *self = (handle *)base;
    unlock_file(base, SQLITE_LOCK_NONE);
    unmap_shm(base, 0);
    pthread_mutex_lock(&self->disk->lock);
    self->file->handles--;
    if (self->delete_at_end && self->path) {
        name *name = find_name(self->disk, self->path, false);
        if (name) name->seen = NULL;
    }
    pthread_mutex_unlock(&self->disk->lock);
    free(self->path);
    self->base.pMethods = NULL;
    return SQLITE_OK;
}

static int read_file(sqlite3_file *base, void *buffer, int length, sqlite3_int64 offset) {
    handle *self = (handle *)base;
    int result = SQLITE_OK;
    pthread_mutex_lock(&self->disk->lock);
    image *image = &self->file->seen;
    int64_t there = image->length - offset;
    if (there > length) there = length;
    if (there < 0) there = 0;
    if (self->disk->off) result = SQLITE_IOERR_READ;
    else {
        if (there > 0) memcpy(buffer, image->bytes + offset, (size_t)there);
        if (there < length) {
            memset((char *)buffer + there, 0, (size_t)(length - there));
            result = SQLITE_IOERR_SHORT_READ;
        }
    }
    pthread_mutex_unlock(&self->disk->lock);
    return result;
}

static int write_file(sqlite3_file *base, const void *bytes, int length, sqlite3_int64 offset) {
    handle *self = (handle *)base;
    disk *disk = self->disk;
    int result = SQLITE_OK;
    pthread_mutex_lock(&disk->lock);
    bool was_off = disk->off;
    if (disk->read_only || self->read_only) result = SQLITE_IOERR_WRITE;
    // The "unix" VFS takes the length of a write modulo 0x20000, and says "full" to what is left over.
    else if (length > 0x1ffff) result = SQLITE_FULL;
    else if (!operate(disk, false)) {
        // The write that the cut falls into may have got to the platter.
        if (!was_off) file_write(self->file, bytes, length, offset);
        result = SQLITE_IOERR_WRITE;
    } else {
        result = fault(disk, DISK_WRITES);
        file_write(self->file, bytes, result == SQLITE_OK ? length : length / 2, offset);
    }
    pthread_mutex_unlock(&disk->lock);
    return result;
}

static int truncate_file(sqlite3_file *base, sqlite3_int64 length) {
    handle *self = (handle *)base;
    int result = SQLITE_OK;
    pthread_mutex_lock(&self->disk->lock);
    if (self->disk->read_only || self->read_only || !operate(self->disk, false)) result = SQLITE_IOERR_TRUNCATE;
    else file_truncate(self->file, length);
    pthread_mutex_unlock(&self->disk->lock);
    return result;
}

static int sync_file(sqlite3_file *base, int flags) {
    (void)flags;
    handle *self = (handle *)base;
    disk *disk = self->disk;
    int result = SQLITE_OK;
    pthread_mutex_lock(&disk->lock);
    if (!operate(disk, true)) result = SQLITE_IOERR_FSYNC;
    else if (!disk->lies) {
        result = fault(disk, DISK_SYNCS);
        if (result != SQLITE_OK) file_lose(self->file, &disk->dice, disk->forgets);
        else {
            file_sync(self->file);
            // A new journal or log takes its name along, as with the "unix" VFS.
            if (self->names_need_sync) sync_names(disk);
            self->names_need_sync = false;
        }
    }
    pthread_mutex_unlock(&disk->lock);
    return result;
}

static int file_size(sqlite3_file *base, sqlite3_int64 *size) {
    handle *self = (handle *)base;
    pthread_mutex_lock(&self->disk->lock);
    *size = self->file->seen.length;
    int result = self->disk->off ? SQLITE_IOERR_FSTAT : SQLITE_OK;
    pthread_mutex_unlock(&self->disk->lock);
    return result;
}

static int control(sqlite3_file *base, int operation, void *argument) {
    (void)base, (void)operation, (void)argument;
    return SQLITE_NOTFOUND;
}

static int sector_size(sqlite3_file *base) {
    (void)base;
    return 4096;
}

static int characteristics(sqlite3_file *base) {
    (void)base;
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

const sqlite3_io_methods file_methods = {
    .iVersion = 2,
    .xClose = close_file,
    .xRead = read_file,
    .xWrite = write_file,
    .xTruncate = truncate_file,
    .xSync = sync_file,
    .xFileSize = file_size,
    .xLock = lock_file,
    .xUnlock = unlock_file,
    .xCheckReservedLock = check_reserved,
    .xFileControl = control,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = characteristics,
    .xShmMap = map_shm,
    .xShmLock = lock_shm,
    .xShmBarrier = barrier_shm,
    .xShmUnmap = unmap_shm,
};
