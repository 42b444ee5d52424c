/// Read-only connections, each on a thread of its own, that share one queue.
final class ReaderPool: Sendable {
    private struct Read: Sized, Sendable {
        let perform: @Sendable (Connection) -> Void
        var size: Int { 0 }
    }

    private let queue = WorkQueue<Read>()
    private let stopped: [Completion]

    /// - Parameter prepare: done to each connection before its first read.
    init(path: String, count: Int, disk: Disk, prepare: (Connection) throws(StoreError) -> Void = { _ in }) throws(StoreError) {
        var stopped: [Completion] = []
        do throws(StoreError) {
            for index in 0..<max(1, count) {
                let connection = try Connection(readingFrom: path, on: disk)
                if index == 0 { try Schema.check(connection, at: path) }
                try prepare(connection)
                stopped.append(try Self.serve(queue, connection))
            }
        } catch {
            // Ends the threads that were started before.
            queue.close()
            throw error
        }
        self.stopped = stopped
    }

    /// Starts a thread that reads for the queue until it is closed, and then lets go of the file.
    private static func serve(_ queue: WorkQueue<Read>, _ connection: sending Connection) throws(StoreError) -> Completion {
        let completion = Completion()
        try startThread {
            while case .batch(let reads) = queue.take(upTo: 1, bytes: 0, patience: nil) {
                for read in reads { read.perform(connection) }
            }
            connection.close()
            completion.complete()
        }
        return completion
    }

    /// Runs `body` in a transaction: all it reads is of one instant.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (Connection) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        let result: Result<Value, StoreError> = await withUnsafeContinuation { continuation in
            let read = Read { connection in
                let result = Result { () throws(StoreError) in
                    try connection.execute("BEGIN")
                    defer { _ = try? connection.execute("COMMIT") }
                    return try body(connection)
                }
                continuation.resume(returning: result)
            }
            if !queue.put(read) { continuation.resume(returning: .failure(.closed)) }
        }
        return try result.get()
    }

    func close() async {
        queue.close()
        for completion in stopped { await completion.wait() }
    }

    deinit { queue.close() }
}
