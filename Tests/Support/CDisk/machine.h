#pragma once
#include <pthread.h>
#include <sqlite3.h>

#include "disk.h"
#include "platter.h"

/// A name, and the file it stands for: as a program sees it and on the platter.
typedef struct name {
    char *path;
    file *seen, *safe;
    struct name *next;
} name;

struct disk {
    sqlite3_vfs vfs;
    pthread_mutex_t lock;
    name *names;
    file *files;
    long operations, cut_at;
    bool off, lies, forgets, read_only, cut_at_sync;
    uint64_t dice;
    struct {
        int code;
        long first, count;
    } faults[2];
    long failures;
};

/// An open file, as SQLite holds it.
typedef struct handle {
    sqlite3_file base;
    disk *disk;
    file *file;
    char *path;
    int level;
    bool read_only, names_need_sync, delete_at_end, has_shm;
    unsigned shm_shared, shm_exclusive;
} handle;

extern const sqlite3_io_methods file_methods;

/// Counts an operation; false when the power is off, or goes with it.
bool operate(disk *disk, bool is_sync);
/// The code that this write or sync has to fail with, or SQLITE_OK.
int fault(disk *disk, disk_class what);
name *find_name(disk *disk, const char *path, bool create);
void sync_names(disk *disk);

// The locks and the log's index, in locks.c.
int lock_file(sqlite3_file *file, int level);
int unlock_file(sqlite3_file *file, int level);
int check_reserved(sqlite3_file *file, int *result);
int map_shm(sqlite3_file *file, int region, int size, int extend, void volatile **address);
int lock_shm(sqlite3_file *file, int offset, int count, int flags);
void barrier_shm(sqlite3_file *file);
int unmap_shm(sqlite3_file *file, int delete);
