import CSQLite
import CrashPoints

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// One step of the schema. Steps are never changed once released, only added.
struct Migration: Sendable {
    let version: Int
    let sql: [UInt8]
}

/// The schema of the database file, and how an older file is brought up to it.
enum Schema {
    /// Every step, by version, without gaps. `Migrations/m001_*.sql` and so on.
    static let migrations = [
        Migration(version: 1, sql: PackageResources.m001_initial_sql),
        Migration(version: 2, sql: PackageResources.m002_waits_sql),
        Migration(version: 3, sql: PackageResources.m003_history_sql),
        Migration(version: 4, sql: PackageResources.m004_proposals_sql),
        Migration(version: 5, sql: PackageResources.m005_tools_sql),
        Migration(version: 6, sql: PackageResources.m006_engine_sql),
        Migration(version: 7, sql: PackageResources.m007_tokens_sql),
        Migration(version: 8, sql: PackageResources.m008_origin_sql),
        Migration(version: 9, sql: PackageResources.m009_edits_sql),
        Migration(version: 10, sql: PackageResources.m010_children_sql),
    ]

    static var version: Int { migrations.count }

    /// "RTCH": tells files of this program from others (PRAGMA application_id).
    private static let applicationID: Int64 = 0x5254_4348

    /// Brings the file up to the last of `migrations`, each step in a transaction of its own. A file that is not new is
    /// copied first. A newer or foreign file is left as it is.
    static func migrate(
        _ connection: Connection, at path: String, on disk: Disk = .system, migrations: [Migration] = migrations
    ) throws(StoreError) {
        let found = try checkOwner(of: connection, at: path, migrations: migrations)
        if found == migrations.count { return }
        if found > 0 { try keepCopy(connection, at: path, on: disk, version: found) }
        CrashPoint.reach("store.migrate.before-steps")
        for migration in migrations.dropFirst(found) {
            do {
                try connection.execute(script: "BEGIN IMMEDIATE")
                CrashPoint.reach("store.migrate.begun")
                try connection.execute(script: String(decoding: migration.sql, as: UTF8.self))
                CrashPoint.reach("store.migrate.carried-out")
                try connection.execute(script: "PRAGMA user_version = \(migration.version); PRAGMA application_id = \(applicationID); COMMIT")
            } catch {
                if connection.inTransaction { try connection.execute(script: "ROLLBACK") }
                throw .migrationFailed(version: migration.version, reason: error.description)
            }
            CrashPoint.reach("store.migrate.committed")
        }
    }

    /// For read-only use: the file must be exactly of this release.
    static func check(_ connection: Connection, at path: String) throws(StoreError) {
        let found = try checkOwner(of: connection, at: path)
        if found < version { throw .olderSchema(path: path, found: found, known: version) }
    }

    /// The schema version of the file, 0 for a new one. Refuses a file of another program or of a newer release; only reads.
    @discardableResult
    static func checkOwner(of connection: Connection, at path: String, migrations: [Migration] = migrations) throws(StoreError) -> Int {
        let version = try connection.first("PRAGMA user_version") { $0.count() } ?? 0
        let owner = try connection.first("PRAGMA application_id") { $0.integer() } ?? 0
        let tables = try connection.first("SELECT count(*) FROM sqlite_schema") { $0.count() } ?? 0
        if owner != applicationID, owner != 0 || version != 0 || tables != 0 { throw .foreignDatabase(path: path) }
        if version > migrations.count { throw .newerSchema(path: path, found: version, known: migrations.count) }
        return version
    }

    /// `VACUUM INTO` writes a whole, consistent copy and syncs it; the rename makes it appear only when it is complete.
    private static func keepCopy(_ connection: Connection, at path: String, on disk: Disk, version: Int) throws(StoreError) {
        let copy = "\(path).schema-\(version)"
        let partial = copy + ".part"
        disk.remove(partial)
        CrashPoint.reach("store.migrate.before-copy")
        do {
            try connection.execute("VACUUM INTO ?1", partial)
        } catch {
            throw .migrationFailed(version: version + 1, reason: "no copy could be made at \(copy): \(error.description)")
        }
        CrashPoint.reach("store.migrate.copy-written")
        let code = disk.replace(partial, copy)
        CrashPoint.reach("store.migrate.copy-in-place")
        if code != 0 {
            throw .migrationFailed(version: version + 1, reason: "no copy could be made at \(copy): \(String(cString: strerror(code)))")
        }
    }

    /// Counts this opening, in a transaction of its own, and returns the new number.
    static func raiseEpoch(_ connection: Connection) throws(StoreError) -> Int64 {
        try connection.execute(script: "BEGIN IMMEDIATE; UPDATE engine SET epoch = epoch + 1; COMMIT")
        return try connection.first("SELECT epoch FROM engine") { $0.integer() } ?? 0
    }
}
