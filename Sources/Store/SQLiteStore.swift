import CrashPoints

/// The store in one SQLite file: one writer thread with group commit, and a few read-only connections.
///
/// One process at a time: `<path>.lock` is locked for as long as the store is open. Time is never read here.
package final class SQLiteStore: Store {
    package struct Options: Sendable {
        /// Connections, and threads, that read.
        package var readers = 2
        /// What one transaction takes at most.
        package var batchOperations = 1_024
        package var batchBytes = 4 << 20
        /// Pages of 4 KiB in the log at which it is moved into the database file: 16 MiB.
        package var checkpointPages = 4_096
        /// How long nothing is written until the log is moved anyway.
        package var idle = Duration.seconds(1)
        /// Pages the database may grow to; nil for no limit but the disk's. Beyond, writes fail with `full`.
        package var maximumPages: Int?
        /// Where the files are; tests have one that fails.
        package var disk = Disk.system

        /// Whether an event's payload fits the condition of a wait, both JSON text. Runs on the writer's thread.
        package var eventMatches: @Sendable (_ request: [UInt8], _ payload: [UInt8]) -> Bool = { _, _ in true }

        package init() {}
    }

    package let path: String
    /// How often this database has been opened for writing, this time included.
    package let epoch: Int64
    let writer: Writer
    let history: SQLiteHistory

    /// Opens the database, creates it if there is none, and brings it up to date; a copy of the older state is kept beside
    /// it as `<path>.schema-<n>`.
    ///
    /// Blocks for as long as that takes; meant for the start of a process.
    package init(path: String, options: Options = Options()) throws(StoreError) {
        let lock = try DatabaseLock(path: path)
        do throws(StoreError) {
            CrashPoint.reach("store.open.locked")
            let connection = try Connection(writingTo: path, options: options)
            CrashPoint.reach("store.open.connected")
            try Schema.migrate(connection, at: path, on: options.disk)
            connection.eventMatches = options.eventMatches
            CrashPoint.reach("store.open.migrated")
            let epoch = try Schema.raiseEpoch(connection)
            CrashPoint.reach("store.open.epoch-raised")
            self.path = path
            self.epoch = epoch
            history = try SQLiteHistory(path: path, readers: options.readers, disk: options.disk)
            CrashPoint.reach("store.open.readers-ready")
            writer = try Writer(connection: connection, epoch: epoch, options: options) { lock.release() }
        } catch {
            lock.release()
            throw error
        }
    }

    package var statistics: WriterStatistics { writer.statistics }

    /// Readers first, so that the writer is the last to close and can empty the log.
    package func close() async {
        await history.close()
        await writer.close()
    }
}
