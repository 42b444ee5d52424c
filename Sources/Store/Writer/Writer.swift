import Synchronization

/// The way to the writer thread: hands writes over and waits until they are durable.
final class Writer: Sendable {
    private let queue = WorkQueue<WriteOperation>()
    private let stopped = Completion()
    private let counters = Mutex(WriterStatistics())

    /// Moves the connection to a thread of its own. `whenStopped` runs after the connection has been closed.
    init(
        connection: sending Connection, epoch: Int64, options: SQLiteStore.Options, whenStopped: sending @escaping () -> Void
    ) throws(StoreError) {
        let (queue, stopped) = (queue, stopped)
        let report: @Sendable (WriterStatistics) -> Void = { [weak self] in self?.publish($0) }
        let thread = WriterThread(connection: connection, epoch: epoch, options: options, queue: queue, report: report)
        try startThread {
            thread.run()
            connection.close()
            whenStopped()
            stopped.complete()
        }
    }

    /// Runs `body` inside a transaction and returns when that is on the disk. `body` may run more than once, never in two
    /// transactions that are both committed. The wait does not end early when the task is cancelled.
    func write<Value: Sendable>(
        size: Int, _ body: @escaping @Sendable (Connection) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        let result: Result<Value, StoreError> = await withUnsafeContinuation { continuation in
            let operation = WriteOperation(
                size: size,
                perform: { connection throws(StoreError) in
                    let value = try body(connection)
                    return { continuation.resume(returning: .success(value)) }
                },
                fail: { continuation.resume(returning: .failure($0)) })
            if !queue.put(operation) { continuation.resume(returning: .failure(.closed)) }
        }
        return try result.get()
    }

    /// Writes that have not been taken up yet.
    var waiting: Int { queue.count }

    var statistics: WriterStatistics { counters.withLock { $0 } }

    private func publish(_ statistics: WriterStatistics) { counters.withLock { $0 = statistics } }

    func close() async {
        queue.close()
        await stopped.wait()
    }

    deinit { queue.close() }
}
