#include "machine.h"

#include <stdlib.h>
#include <string.h>

// The disk as a whole: names, power, faults, and the VFS.

bool operate(disk *disk, bool is_sync) {
    if (disk->off) return false;
    disk->operations++;
    if (disk->cut_at > 0 && disk->operations >= disk->cut_at && (is_sync || !disk->cut_at_sync)) disk->off = true;
    return !disk->off;
}

int fault(disk *disk, disk_class what) {
    if (disk->faults[what].count == 0) return SQLITE_OK;
    if (disk->faults[what].first > 1) {
        disk->faults[what].first--;
        return SQLITE_OK;
    }
    disk->faults[what].count--;
    disk->failures++;
    return disk->faults[what].code;
}

name *find_name(disk *disk, const char *path, bool create) {
    for (name *name = disk->names; name; name = name->next)
        if (strcmp(name->path, path) == 0) return name;
    if (!create) return NULL;
    name *new = calloc(1, sizeof(name));
    new->path = strdup(path);
    new->next = disk->names;
    return disk->names = new;
}

void sync_names(disk *disk) {
    for (name *name = disk->names; name; name = name->next) name->safe = name->seen;
}

static file *new_file(disk *disk) {
    file *file = calloc(1, sizeof(*file));
    file->next = disk->files;
    return disk->files = file;
}

static int open_file(sqlite3_vfs *vfs, const char *path, sqlite3_file *base, int flags, int *granted) {
    disk *disk = vfs->pAppData;
    handle *self = (handle *)base;
    memset(self, 0, sizeof(*self));
    pthread_mutex_lock(&disk->lock);
    name *name = path ? find_name(disk, path, false) : NULL;
    bool exists = name && name->seen, makes = !exists && (flags & SQLITE_OPEN_CREATE);
    if (disk->off || (!exists && !makes) || (makes && (disk->read_only || !operate(disk, false)))) {
        pthread_mutex_unlock(&disk->lock);
        return SQLITE_CANTOPEN;
    }
    self->file = exists ? name->seen : new_file(disk);
    if (path) {
        self->path = strdup(path);
        find_name(disk, path, true)->seen = self->file;
    }
    self->file->handles++;
    self->disk = disk;
    self->read_only = disk->read_only || (flags & SQLITE_OPEN_READONLY);
    self->delete_at_end = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
    self->names_need_sync = makes && (flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL));
    pthread_mutex_unlock(&disk->lock);
    if (granted) {
        *granted = flags;
        if (self->read_only) *granted = (flags & ~(SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)) | SQLITE_OPEN_READONLY;
    }
    self->base.pMethods = &file_methods;
    return SQLITE_OK;
}

static int delete_file(sqlite3_vfs *vfs, const char *path, int sync) {
    disk *disk = vfs->pAppData;
    int result = SQLITE_OK;
    pthread_mutex_lock(&disk->lock);
    name *name = find_name(disk, path, false);
    if (!name || !name->seen) result = SQLITE_IOERR_DELETE_NOENT;
    else if (disk->read_only || !operate(disk, false)) result = SQLITE_IOERR_DELETE;
    else {
        name->seen = NULL;
        if (sync && !disk->lies) sync_names(disk);
    }
    pthread_mutex_unlock(&disk->lock);
    return result;
}

static int access_file(sqlite3_vfs *vfs, const char *path, int flags, int *result) {
    disk *disk = vfs->pAppData;
    pthread_mutex_lock(&disk->lock);
    name *name = find_name(disk, path, false);
    // An empty file is none, as with the "unix" VFS.
    *result = name && name->seen && (flags != SQLITE_ACCESS_EXISTS || name->seen->seen.length > 0);
    int code = disk->off ? SQLITE_IOERR_ACCESS : SQLITE_OK;
    pthread_mutex_unlock(&disk->lock);
    return code;
}

static int full_path(sqlite3_vfs *vfs, const char *path, int room, char *result) {
    (void)vfs;
    if ((int)strlen(path) >= room) return SQLITE_CANTOPEN;
    strcpy(result, path);
    return SQLITE_OK;
}

disk *disk_insert(const char *name) {
    disk *disk = calloc(1, sizeof(*disk));
    pthread_mutex_init(&disk->lock, NULL);
    disk->dice = 1;
    sqlite3_initialize();
    // Time, randomness and sleep are the system's.
    disk->vfs = *sqlite3_vfs_find(NULL);
    disk->vfs.iVersion = 1;
    disk->vfs.pNext = NULL;
    disk->vfs.zName = name;
    disk->vfs.pAppData = disk;
    disk->vfs.szOsFile = sizeof(handle);
    disk->vfs.xOpen = open_file;
    disk->vfs.xDelete = delete_file;
    disk->vfs.xAccess = access_file;
    disk->vfs.xFullPathname = full_path;
    sqlite3_vfs_register(&disk->vfs, 0);
    return disk;
}

void disk_remove(disk *disk) {
    sqlite3_vfs_unregister(&disk->vfs);
    for (name *name = disk->names, *next; name; name = next) {
        next = name->next;
        free(name->path);
        free(name);
    }
    for (file *file = disk->files, *next; file; file = next) {
        next = file->next;
        file_free(file);
    }
    pthread_mutex_destroy(&disk->lock);
    free(disk);
}

/// Lets go of files that have neither a name nor a handle.
static void collect(disk *disk) {
    for (file **link = &disk->files; *link;) {
        file *file = *link;
        bool used = file->handles > 0;
        for (name *name = disk->names; name && !used; name = name->next) used = name->seen == file || name->safe == file;
        if (used) {
            link = &file->next;
            continue;
        }
        *link = file->next;
        file_free(file);
    }
}

/// A rename is there as a whole or not at all.
static void settle_renames(disk *disk) {
    for (name *old = disk->names; old; old = old->next) {
        if (!old->safe || old->seen == old->safe) continue;
        for (name *new = disk->names; new; new = new->next) {
            if (new == old || new->seen != old->safe) continue;
            if (roll(&disk->dice, 2) == 0) {
                new->safe = new->seen;
                old->safe = old->seen;
            } else {
                new->seen = new->safe;
                old->seen = old->safe;
            }
            break;
        }
    }
}

bool disk_power_on(disk *disk, uint64_t seed) {
    pthread_mutex_lock(&disk->lock);
    bool idle = true;
    for (file *file = disk->files; file; file = file->next) idle = idle && file->handles == 0;
    if (!idle) {
        pthread_mutex_unlock(&disk->lock);
        return false;
    }
    disk->dice = seed;
    settle_renames(disk);
    for (name *name = disk->names; name; name = name->next) {
        if (name->seen != name->safe && roll(&disk->dice, 2) == 0) name->safe = name->seen;
        name->seen = name->safe;
    }
    for (file *file = disk->files; file; file = file->next) file_settle(file, &disk->dice);
    collect(disk);
    disk->off = false;
    disk->cut_at = 0;
    pthread_mutex_unlock(&disk->lock);
    return true;
}

#define LOCKED(disk, body) \
    pthread_mutex_lock(&(disk)->lock); \
    body; \
    pthread_mutex_unlock(&(disk)->lock)

void disk_kill(disk *disk) { LOCKED(disk, disk->off = true); }
void disk_restart(disk *disk) { LOCKED(disk, disk->off = false; disk->cut_at = 0); }

void disk_cut(disk *disk, long operation, bool at_sync) {
    LOCKED(disk, disk->cut_at = operation > 0 ? disk->operations + operation : 0; disk->cut_at_sync = at_sync);
}


void disk_forget(disk *disk, bool on) { LOCKED(disk, disk->forgets = on); }
void disk_lie(disk *disk, bool on) { LOCKED(disk, disk->lies = on); }
void disk_read_only(disk *disk, bool on) { LOCKED(disk, disk->read_only = on); }

void disk_fail(disk *disk, disk_class what, int code, long first, long count) {
    LOCKED(disk, disk->faults[what].code = code; disk->faults[what].first = first; disk->faults[what].count = count);
}

long disk_operations(disk *disk) {
    LOCKED(disk, long result = disk->operations);
    return result;
}

long disk_failures(disk *disk) {
    LOCKED(disk, long result = disk->failures);
    return result;
}

bool disk_is_off(disk *disk) {
    LOCKED(disk, bool result = disk->off);
    return result;
}

int disk_rename(disk *disk, const char *from, const char *to) {
    int result = -1;
    pthread_mutex_lock(&disk->lock);
    name *old = find_name(disk, from, false);
    if (old && old->seen && operate(disk, false)) {
        find_name(disk, to, true)->seen = old->seen;
        old->seen = NULL;
        result = 0;
    }
    pthread_mutex_unlock(&disk->lock);
    return result;
}

int disk_sync_names(disk *disk) {
    pthread_mutex_lock(&disk->lock);
    bool on = operate(disk, true);
    if (on && !disk->lies) sync_names(disk);
    pthread_mutex_unlock(&disk->lock);
    return on ? 0 : -1;
}

int disk_unlink(disk *disk, const char *path) { return delete_file(&disk->vfs, path, 0) == SQLITE_OK ? 0 : -1; }

int64_t disk_length(disk *disk, const char *path) {
    pthread_mutex_lock(&disk->lock);
    name *name = find_name(disk, path, false);
    int64_t result = name && name->seen ? name->seen->seen.length : -1;
    pthread_mutex_unlock(&disk->lock);
    return result;
}
