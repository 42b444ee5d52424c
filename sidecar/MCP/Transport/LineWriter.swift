import Dispatch
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Writes lines to a descriptor, one after the other, on a thread of its own. Putting a line never waits.
///
/// What waits to be written is bounded: answers by the requests that are read, and those are read only while there is room; reports by the
/// room itself; notices of changes by being told once, however often the same thing changed since the reader last read.
final class LineWriter: Sendable {
    private struct State {
        var waiting: [[UInt8]] = []
        /// Notices among those that wait.
        var notices: Set<[UInt8]> = []
        /// Bytes that wait or are being written.
        var bytes = 0
        var isClosed = false
        var isBroken = false
        /// Whoever waits for room, with the thread blocked.
        var blocked = 0
        var flushed: [CheckedContinuation<Void, Never>] = []
    }

    private let descriptor: Int32
    private let room: Int
    private let state = Mutex(State())
    private let arrival = DispatchSemaphore(value: 0)
    private let departure = DispatchSemaphore(value: 0)
    private let onBroken: @Sendable () -> Void

    /// - Parameters:
    ///   - room: from how many waiting bytes on there is none.
    ///   - onBroken: called once when nobody reads any more; what waits is dropped.
    init(_ descriptor: Int32, room: Int, onBroken: @escaping @Sendable () -> Void) {
        self.descriptor = descriptor
        self.room = room
        self.onBroken = onBroken
    }

    func start() throws(MCPError) { try startThread { self.run() } }

    /// - Parameters:
    ///   - isDispensable: the line is dropped when there is no room.
    ///   - isNotice: the line is dropped when the same one waits already.
    func put(_ line: [UInt8], isDispensable: Bool = false, isNotice: Bool = false) {
        let isAccepted = state.withLock { state in
            guard !state.isClosed, !state.isBroken, !isDispensable || state.bytes < room else { return false }
            guard !isNotice || state.notices.insert(line).inserted else { return false }
            state.waiting.append(line + [UInt8(ascii: "\n")])
            state.bytes += line.count + 1
            return true
        }
        if isAccepted { arrival.signal() }
    }

    /// Bytes that wait or are being written, and lines that wait, for tests.
    var waitingBytes: Int { state.withLock(\.bytes) }
    var waitingLines: Int { state.withLock(\.waiting.count) }

    /// Blocks the calling thread until there is room, or nobody reads any more.
    func waitForRoom() {
        while true {
            let isFree = state.withLock { state in
                if state.bytes < room || state.isBroken { return true }
                state.blocked += 1
                return false
            }
            if isFree { return }
            departure.wait()
        }
    }

    /// Takes no more lines, and returns when those that wait have been written or nobody reads any more.
    func close() async {
        await withCheckedContinuation { continuation in
            let isDone = state.withLock { state in
                state.isClosed = true
                if state.bytes > 0, !state.isBroken { state.flushed.append(continuation) }
                return state.bytes == 0 || state.isBroken
            }
            if isDone { continuation.resume() }
        }
        arrival.signal()
    }

    private func run() {
        while true {
            arrival.wait()
            let (lines, isClosed) = state.withLock { state in
                defer { (state.waiting, state.notices) = ([], []) }
                return (state.waiting, state.isClosed)
            }
            for line in lines {
                guard write(line) else { return fail() }
                wrote(line.count)
            }
            if isClosed, lines.isEmpty { return }
        }
    }

    private func wrote(_ count: Int) {
        let (blocked, flushed) = state.withLock { state in
            state.bytes -= count
            let blocked = state.bytes < room ? state.blocked : 0
            state.blocked -= blocked
            defer { if state.bytes == 0 { state.flushed = [] } }
            return (blocked, state.bytes == 0 ? state.flushed : [])
        }
        for _ in 0..<blocked { departure.signal() }
        for continuation in flushed { continuation.resume() }
    }

    private func fail() {
        let (blocked, flushed) = state.withLock { state in
            state.isBroken = true
            defer { (state.waiting, state.notices, state.bytes, state.blocked, state.flushed) = ([], [], 0, 0, []) }
            return (state.blocked, state.flushed)
        }
        for _ in 0..<blocked { departure.signal() }
        for continuation in flushed { continuation.resume() }
        onBroken()
    }

    /// False when the other end is closed. A descriptor that does not block is waited for.
    private func write(_ line: [UInt8]) -> Bool {
        var written = 0
        while written < line.count {
            let count = line[written...].withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                written += count
            } else if errno == EAGAIN {
                var wanted = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&wanted, 1, -1)
            } else if errno != EINTR {
                return false
            }
        }
        return true
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    #if canImport(Glibc)
        Glibc.write(descriptor, bytes, count)
    #else
        Darwin.write(descriptor, bytes, count)
    #endif
}
