import CrashPoints

/// What the writer thread does: takes everything that is waiting, makes one transaction of it, and tells the tasks once it
/// is durable. There is no artificial delay; batches form by themselves while the disk is busy with the one before.
///
/// Only this thread writes to the database file, and only it moves the log into it.
final class WriterThread {
    private let connection: Connection
    private let epoch: Int64
    private let options: SQLiteStore.Options
    private let queue: WorkQueue<WriteOperation>
    private let report: @Sendable (WriterStatistics) -> Void
    private var statistics = WriterStatistics()
    /// The size of the log, in pages, at which it is due to be moved.
    private var checkpointAt: Int
    /// True when commits have been made since the log was last moved as a whole.
    private var logIsBehind = false
    /// True when a part of the log was moved: SQLite syncs the database file only after the whole.
    private var partIsUnsynced = false
    /// True when a sync failed after that. Pages that were moved may be lost, and neither the kernel nor SQLite would write them
    /// again, so the log, which has them all, is not moved any more. The next process that opens it begins from its start.
    private var logHasToStay = false

    init(
        connection: Connection, epoch: Int64, options: SQLiteStore.Options, queue: WorkQueue<WriteOperation>,
        report: @escaping @Sendable (WriterStatistics) -> Void
    ) {
        self.connection = connection
        self.epoch = epoch
        self.options = options
        self.queue = queue
        self.report = report
        checkpointAt = options.checkpointPages
        connection.watchLog()
    }

    func run() {
        while true {
            switch queue.take(upTo: options.batchOperations, bytes: options.batchBytes, patience: logIsBehind ? options.idle : nil) {
            case .batch(let operations):
                commit(operations)
                if connection.pagesInLog >= checkpointAt { checkpoint() }
            case .nothing:
                checkpoint()
            case .end:
                CrashPoint.reach("store.close.before-emptying")
                emptyLog()
                CrashPoint.reach("store.close.after-emptying")
                return
            }
        }
    }

    /// Commits all operations together; when that does not work, each one alone, so that only the guilty one fails.
    private func commit(_ operations: [WriteOperation]) {
        let told = attempt(operations) ?? attemptEach(operations)
        statistics.operations += told.count
        statistics.logBytes = connection.pagesInLog * Connection.logPageSize
        report(statistics)
        CrashPoint.reach("store.batch.before-tell")
        for tell in told { tell() }
        CrashPoint.reach("store.batch.after-tell")
    }

    private func attemptEach(_ operations: [WriteOperation]) -> [@Sendable () -> Void] {
        statistics.brokenBatches += 1
        return operations.flatMap { attempt([$0]) ?? [] }
    }

    /// One transaction. Returns what tells each task of its result, nil when the batch has to be taken apart. Nobody is
    /// told anything before the commit: even a refusal may rest on what an operation before it in the batch has written.
    private func attempt(_ operations: [WriteOperation]) -> [@Sendable () -> Void]? {
        do throws(StoreError) {
            CrashPoint.reach("store.batch.before-begin")
            try begin()
            CrashPoint.reach("store.batch.after-begin")
            var told: [@Sendable () -> Void] = []
            told.reserveCapacity(operations.count)
            for operation in operations {
                let before = connection.totalChanges
                do throws(StoreError) {
                    told.append(try operation.perform(connection))
                } catch {
                    // An operation that failed without having written anything harms nobody else.
                    guard connection.inTransaction, connection.totalChanges == before else { throw error }
                    told.append { operation.fail(error) }
                }
            }
            CrashPoint.reach("store.batch.before-commit")
            try connection.execute("COMMIT")
            CrashPoint.reach("store.batch.after-commit")
            statistics.commits += 1
            statistics.largestBatch = max(statistics.largestBatch, operations.count)
            logIsBehind = true
            return told
        } catch {
            if connection.inTransaction { _ = try? connection.execute("ROLLBACK") }
            return operations.count == 1 ? operations.map { operation in { operation.fail(error) } } : nil
        }
    }

    /// Begins a transaction, provided that this process is still the one that may write.
    private func begin() throws(StoreError) {
        try connection.execute("BEGIN IMMEDIATE")
        let current = try connection.first("SELECT epoch FROM engine") { $0.integer() } ?? 0
        if current != epoch { throw .superseded(epoch: epoch, current: current) }
    }

    /// Moves the log into the database file, as far as readers of older pages let it. When they do not, or when it fails,
    /// the next try is due when the log has grown by as much again, or when the store is idle for a while.
    private func checkpoint() {
        logIsBehind = false
        if logHasToStay { return }
        checkpointAt = connection.pagesInLog + options.checkpointPages
        do throws(StoreError) {
            CrashPoint.reach("store.checkpoint.before")
            let (log, moved) = try connection.checkpoint(truncating: false)
            CrashPoint.reach("store.checkpoint.after")
            statistics.checkpoints += 1
            statistics.checkpointFailure = nil
            if log == moved { checkpointAt = options.checkpointPages }
            logIsBehind = log != moved
            partIsUnsynced = log != moved
        } catch {
            statistics.checkpointFailure = error
            if partIsUnsynced, case .io(.syncFailed, _) = error { logHasToStay = true }
        }
        report(statistics)
    }

    /// Leaves a single file behind. When that does not work the log stays, also when the connection is closed, and nothing is lost.
    private func emptyLog() {
        if !logHasToStay, (try? connection.checkpoint(truncating: true)) != nil { return }
        connection.keepLogAtClose(true)
    }
}
