import Dispatch
import JSON
import MCPFixtures
import Synchronization
import Testing

@testable import MCP

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A client of the fixtures over a pair of pipes.
final class LinePeer: Sendable {
    let content: ConformanceContent
    private let toServer: Descriptor
    private let writing = DispatchQueue(label: "LinePeer")
    /// Nil when nobody reads.
    private let lines: AsyncStream<[UInt8]>?
    private let run: Task<Void, any Error>

    /// One that is closed once.
    private final class Descriptor: Sendable {
        let value: Mutex<Int32?>

        init(_ value: Int32) { self.value = Mutex(value) }
    }

    /// - Parameter isHeard: false when the server's output is closed from the start.
    init(limits: FrameLimits = FrameLimits(), grace: Duration = .seconds(3600), isHeard: Bool = true) throws {
        // The server's thread may still read its end when the test is over, so that one stays open.
        let (input, toServer) = try Self.pipe()
        let (fromServer, output) = try Self.pipe()
        self.toServer = Descriptor(toServer)
        lines = isHeard ? try Self.lines(of: fromServer) : nil
        if !isHeard { close(fromServer) }
        content = ConformanceContent(clock: PatientClock(), now: { Peer.start })
        let server = Server(content, seal: StateSeal(key: [1]), limits: limits, now: { Peer.start })
        run = Task {
            defer { close(output) }
            try await StdioTransport(server, input: input, output: output, grace: grace, clock: PatientClock()).run()
        }
    }

    deinit { endInput() }

    private static func pipe() throws -> (read: Int32, write: Int32) {
        var ends: [Int32] = [0, 0]
        try #require(makePipe(&ends) == 0)
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    private static func lines(of descriptor: Int32) throws -> AsyncStream<[UInt8]> {
        let (lines, continuation) = AsyncStream.makeStream(of: [UInt8].self)
        try LineReader(descriptor: descriptor, limit: .max) { frame in
            if case .line(let bytes)? = frame {
                continuation.yield(bytes)
            } else {
                continuation.finish()
                close(descriptor)
            }
        }.start()
        return lines
    }

    /// Goes on in the background: a pipe holds little, and the thread of a test is not to wait for the server.
    func send(_ bytes: [UInt8]) {
        writing.async { [toServer] in
            guard let descriptor = toServer.value.withLock(\.self) else { return }
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
                guard count > 0 else { return }
                rest = rest.dropFirst(count)
            }
        }
    }

    func send(text: String) { send(Array(text.utf8)) }

    func send(_ frame: JSON) { send(frame.bytes(.compact) + [10]) }

    /// The server's input ends here.
    func endInput() {
        writing.async { [toServer] in
            if let descriptor = toServer.value.withLock({ $0.take() }) { close(descriptor) }
        }
    }

    /// Returns when the server has ended by itself.
    func ended() async throws { try await run.value }

    /// The next frame; nil at the end of the server's output.
    func next(answering method: String? = nil, in revision: Revision = .july2026) async throws -> JSON? {
        guard let lines else { return nil }
        for await line in lines {
            let frame = try JSON(parsing: line)
            try FrameCheck(revision: revision).check(frame, answering: method)
            return frame
        }
        return nil
    }

    static func stateless(_ method: String, _ params: JSON.Object = [:], id: JSON, meta: JSON.Object = [:]) -> JSON {
        var params = params
        var meta = meta
        meta["io.modelcontextprotocol/protocolVersion"] = "2026-07-28"
        meta["io.modelcontextprotocol/clientCapabilities"] = ["elicitation": [:]]
        params["_meta"] = .object(meta)
        return ["jsonrpc": "2.0", "id": id, "method": .string(method), "params": .object(params)]
    }
}

private func makePipe(_ ends: inout [Int32]) -> Int32 { pipe(&ends) }
