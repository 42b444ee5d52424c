#pragma once
#include <stdbool.h>
#include <stdint.h>

// A disk in memory for SQLite, that fails the way disks do. Every file has two images: what a program reads and writes, and what is on
// the platter. A write changes the first; a sync of the file brings its writes to the second; names reach it with a sync of the
// directory. The disk is a VFS (https://www.sqlite.org/vfs.html) and works like the "unix" one in what it syncs and promises
// (SQLITE_IOCAP_POWERSAFE_OVERWRITE: a torn write harms no byte outside of it).
//
// Operations are counted: write, truncate, sync, delete, rename, and the creation of a file. All functions may be called by any thread.

typedef struct disk disk;

/// Registers a disk as a VFS of this name, which has to be unique and to outlive it.
disk *disk_insert(const char *name);
/// Nothing may be open on it.
void disk_remove(disk *disk);

/// Operations since the disk was inserted.
long disk_operations(disk *disk);

/// The power goes at the `operation`-th operation from now, the first being 1: that one and everything later fails. 0 takes it back.
/// With `at_sync` it goes at the first sync from there on.
void disk_cut(disk *disk, long operation, bool at_sync);
bool disk_is_off(disk *disk);
/// The machine comes up after a loss of power. Of each write that was not synced all, nothing or the first sectors are there, and of
/// each change of a name all or nothing, as the seed has it. False, and nothing happens, while a file is open.
bool disk_power_on(disk *disk, uint64_t seed);
/// The program ends without another operation, and starts again: what the kernel had in its cache is all there.
void disk_kill(disk *disk);
void disk_restart(disk *disk);

typedef enum { DISK_WRITES, DISK_SYNCS } disk_class;
/// Of the writes (or syncs) from now on, the first being 1, number `first` and the `count - 1` after it fail with an SQLite code. What
/// is written is then there by half. What is synced is then on the platter in part, and the kernel takes it for clean: a later sync
/// does not bring the rest there. `count` 0 takes it back.
void disk_fail(disk *disk, disk_class what, int code, long first, long count);
/// How many operations have failed because of `disk_fail`.
long disk_failures(disk *disk);
/// Whether the kernel, after a failed sync, forgets the pages as well: what was written is then not read back.
void disk_forget(disk *disk, bool on);
/// Whether syncs say that all is well and do nothing.
void disk_lie(disk *disk, bool on);
/// Whether the file system is mounted for reading only.
void disk_read_only(disk *disk, bool on);

/// Renames a file, which is counted; 0, or -1 when the power is off or there is no such file.
int disk_rename(disk *disk, const char *from, const char *to);
/// Syncs all names, which is counted.
int disk_sync_names(disk *disk);
int disk_unlink(disk *disk, const char *name);
/// The length of a file as a program sees it; -1 when there is none.
int64_t disk_length(disk *disk, const char *name);
