import JSON
import MCP
import Testing

/// Clients that leave at the very moment something is sent to them.
@Suite(.timeLimit(.minutes(1))) struct LeavingTests {
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
}
