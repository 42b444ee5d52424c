#pragma once
#include <sqlite3.h>

// SQLITE_TRANSIENT is a cast macro, sqlite3_config and sqlite3_db_config are variadic: Swift can use none of them, hence
// these wrappers.

/// Binds a copy of `length` bytes of UTF-8 text.
static inline int store_bind_text(sqlite3_stmt *statement, int index, const void *bytes, int length) {
    return sqlite3_bind_text(statement, index, (const char *)bytes, length, SQLITE_TRANSIENT);
}

/// Binds a copy of `length` bytes.
static inline int store_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, int length) {
    return sqlite3_bind_blob(statement, index, bytes, length, SQLITE_TRANSIENT);
}

/// Switches one of the connection's boolean options (SQLITE_DBCONFIG_*).
static inline int store_configure(sqlite3 *database, int option, int on) {
    return sqlite3_db_config(database, option, on, (int *)0);
}

/// Switches the library's memory statistics off: nobody reads them, and they cost a lock at each allocation. Only has an
/// effect before the library's first other use in the process.
static inline int store_disable_memory_statistics(void) {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}
