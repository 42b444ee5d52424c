#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// One client on a pair of descriptors, a message a line: usually standard input and output, which nothing else may use then.
package struct StdioTransport: Sendable {
    private let server: Server
    private let input: Int32
    private let output: Int32
    private let grace: Duration
    private let clock: any Clock<Duration>

    private enum End: Sendable {
        case input
        case output
    }

    /// - Parameter grace: how long requests under way have to end after the input has; then they are cancelled.
    package init(
        _ server: Server, input: Int32 = STDIN_FILENO, output: Int32 = STDOUT_FILENO, grace: Duration = .seconds(10),
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.server = server
        self.input = input
        self.output = output
        self.grace = grace
        self.clock = clock
    }

    /// Serves until the input ends (what is under way is still answered), nobody reads the output, or the task is cancelled.
    ///
    /// From here on the process ignores `SIGPIPE`. The threads end with the descriptors, or with the process.
    package func run() async throws(MCPError) {
        signal(SIGPIPE, SIG_IGN)
        let (ends, end) = AsyncStream.makeStream(of: End.self)
        let writer = LineWriter(output, room: 2 * server.limits.bytes) { end.yield(.output) }
        try writer.start()
        let connection = Connection(server) { delivery in
            if case .message(let message, _) = delivery {
                writer.put(message.bytes, isDispensable: message.isDispensable, isNotice: message.isNotice)
            }
        }
        let limits = server.limits
        try LineReader(descriptor: input, limit: limits.bytes) { frame in
            writer.waitForRoom()
            switch frame {
            case .line(let bytes)?: connection.receive(frame: bytes, limits)
            case .tooLong?: connection.refuse(UnreadableMessage(id: nil, error: .frameTooLong(limit: limits.bytes)))
            case nil: end.yield(.input)
            }
        }.start()
        for await reason in ends {
            if reason == .input { await finish(connection) }
            break
        }
        connection.close()
        if !Task.isCancelled { await writer.close() }
    }

    private func finish(_ connection: Connection) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await connection.finish() }
            group.addTask {
                try? await clock.sleep(for: grace)
                connection.close()
            }
            await group.next()
            group.cancelAll()
        }
    }
}

extension Connection {
    /// Receives a frame, or answers what is wrong with it.
    func receive(frame: [UInt8], _ limits: FrameLimits) {
        do throws(UnreadableMessage) {
            receive(try Message(parsing: frame, limits: limits))
        } catch {
            refuse(error)
        }
    }
}

extension Message {
    /// Whether nothing is lost for good when the message is: reports on progress and remarks.
    var isDispensable: Bool {
        guard case .notification(let notification) = self else { return false }
        return ["notifications/progress", "notifications/message"].contains(notification.method)
    }

    /// Whether it tells only that something has changed, so that one of several that are the same says all.
    var isNotice: Bool {
        guard case .notification(let notification) = self else { return false }
        return notification.method.hasSuffix("/list_changed") || notification.method == "notifications/resources/updated"
    }
}
