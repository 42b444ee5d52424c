import JSON
import Synchronization
import Testing

@testable import MCP

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Clients that leave at the very moment something is sent to them.
@Suite(.timeLimit(.minutes(5))) struct LeavingTests {
    private func answer(_ peer: Peer, _ id: Int64, accepts: String) async {
        let frame = peer.frame("tools/call", ["name": "test_simple_text"], .int(id), Peer.everything, ["progressToken": .int(id)])
        let response = await peer.endpoint.respond(to: peer.request(frame, ["Accept": accepts]))
        if case .stream(let stream) = response.body { for await _ in stream {} }
    }

    @Test(arguments: [Revision.july2026, .november2025], ["application/json, text/event-stream", "application/json"])
    func `an answer and a leave that meet hold up nobody`(revision: Revision, accepts: String) async throws {
        let peer = try await Peer(revision)
        await withTaskGroup(of: Void.self) { group in
            for id in 1...400 {
                group.addTask {
                    let reading = Task { await answer(peer, Int64(id), accepts: accepts) }
                    for _ in 0..<(id % 40) { await Task.yield() }
                    reading.cancel()
                    await reading.value
                }
            }
        }
        #expect(try await peer.call("tools/call", ["name": "test_simple_text"], id: 1000).text != nil)
    }

    /// The task of a reader is locked while it is cancelled. Whoever sends to it may hold a lock of ours and wait for that task, so nothing of
    /// ours is called then.
    @Test func `what a leave sets off does not happen while the reader's task is cancelled`() async throws {
        for _ in 0..<50 {
            let watch = Watch()
            let (closes, closed) = AsyncStream.makeStream(of: Void.self)
            let stream = Outlet().stream(keepAlive: .seconds(3600), PatientClock()) {
                watch.isCalled()
                closed.yield()
            }
            let reading = Task { for await _ in stream {} }
            for _ in 0..<100 { await Task.yield() }
            watch.cancel(reading)
            #expect(!watch.wasCalledWhileCancelling)
            for await _ in closes { break }
        }
    }

    /// Notices calls from within a cancellation, which are made by the thread that cancels.
    private final class Watch: Sendable {
        private let state = Mutex<(thread: pthread_t?, wasCalled: Bool)>((nil, false))

        var wasCalledWhileCancelling: Bool { state.withLock(\.wasCalled) }

        func cancel(_ task: Task<Void, Never>) {
            state.withLock { $0.thread = pthread_self() }
            task.cancel()
            state.withLock { $0.thread = nil }
        }

        func isCalled() {
            state.withLock { state in
                if let thread = state.thread, pthread_equal(thread, pthread_self()) != 0 { state.wasCalled = true }
            }
        }
    }
}
