import JSON
import Testing

@testable import MCP

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Notices to clients that read slowly, or not at all.
@Suite struct NoticeTests {
    private static let tools = Change.tools.notification(subscription: .number(1))
    private static func updated(_ i: Int) -> Message { Change.resource(uri: "run://\(i)").notification(subscription: .number(1)) }

    /// A pipe that nobody reads: what is written to it fills it and then waits.
    private static func fullPipe() throws -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [0, 0]
        try #require(makePipe(&ends) == 0)
        let flags = fcntl(ends[1], F_GETFL)
        _ = fcntl(ends[1], F_SETFL, flags | O_NONBLOCK)
        let block = [UInt8](repeating: 32, count: 4096)
        while write(ends[1], block, block.count) > 0 {}
        _ = fcntl(ends[1], F_SETFL, flags)
        return (ends[0], ends[1])
    }

    @Test func `a reader of lines that stalls is told of each change once, and what waits is bounded`() async throws {
        // As the transport does: the reader leaves while the writer is at it.
        signal(SIGPIPE, SIG_IGN)
        let (reading, writing) = try Self.fullPipe()
        defer { close(reading) }
        let writer = LineWriter(writing, room: 1 << 20) {}
        for _ in 0..<10_000 {
            writer.put(Self.tools.bytes, isNotice: Self.tools.isNotice)
            for i in 0..<3 { writer.put(Self.updated(i).bytes, isNotice: true) }
        }
        let each = Self.tools.bytes.count + 3 * Self.updated(0).bytes.count + 4
        #expect(writer.waitingBytes == each)
        try writer.start()
        // The thread has taken what waited; the same may be put again, and no more than that.
        while writer.waitingLines > 0 { await Task.yield() }
        for _ in 0..<10_000 { writer.put(Self.tools.bytes, isNotice: true) }
        #expect(writer.waitingBytes == each + Self.tools.bytes.count + 1)
    }

    @Test func `an answer that nobody reads holds each notice once, the latest of each`() async throws {
        let outlet = Outlet()
        for i in 0..<10_000 {
            outlet.put(.event(Self.tools, id: "\(i)-0"))
            outlet.put(.event(Self.updated(i % 3), id: "\(i)-1"))
        }
        #expect(!outlet.hasEnded)
        outlet.end()
        var reader = outlet.pieces.makeIterator()
        var ids: [String] = []
        while let piece = await reader.next() { if case .event(_, let id?) = piece { ids.append(id) } }
        #expect(ids == ["9997-1", "9998-1", "9999-0", "9999-1"])
    }

    @Test func `an answer that falls behind with what cannot be told once ends, and reports alone are dropped`() async {
        let reports = Outlet()
        let report = Message.notification(Message.Notification(method: "notifications/progress", params: ["progress": 1]))
        for _ in 0...Outlet.mostWaiting { reports.put(.event(report, id: nil)) }
        #expect(!reports.hasEnded)
        let answers = Outlet()
        let answer = Message.response(Message.Response(id: .number(1), .result([:])))
        for _ in 0..<Outlet.mostWaiting { answers.put(.event(answer, id: nil)) }
        #expect(!answers.hasEnded)
        answers.put(.event(answer, id: nil))
        #expect(answers.hasEnded)
    }

    @Test func `a client that comes back to a session hears of each change once`() async {
        var log = StreamLog(capacity: 8)
        let answer = Message.response(Message.Response(id: .number(7), .result([:])))
        _ = log.add(.number(7), Outlet(), isMarked: true)
        log.send(answer, about: .number(7))
        for _ in 0..<100 { log.send(Self.tools, about: nil) }
        let rest = Outlet()
        let isKnown = log.resume(after: "1-0", rest)
        #expect(isKnown)
        log.end()
        var reader = rest.pieces.makeIterator()
        #expect(await reader.next() == .event(Self.tools, id: "102-0"))
        #expect(await reader.next() == nil)
    }

    @Test func `the content hears which resources are watched, by all clients together`() async {
        let feed = ChangeFeed()
        var sets = feed.watched().makeAsyncIterator()
        #expect(await sets.next() == [])
        let (one, two) = (feed.add { _ in }, feed.add { _ in })
        feed.watch(["run://a"], for: one)
        #expect(await sets.next() == ["run://a"])
        feed.watch(["run://b"], for: two)
        #expect(await sets.next() == ["run://a", "run://b"])
        feed.remove(one)
        #expect(await sets.next() == ["run://b"])
        feed.watch(["run://late"], for: one)
        feed.watch([], for: two)
        #expect(await sets.next() == [])
    }

    @Test func `a session and a subscription watch until they end`() async throws {
        let peer = try await Peer(.november2025)
        var sets = peer.content.changes.watched().makeAsyncIterator()
        _ = await sets.next()
        _ = try await peer.call("resources/subscribe", ["uri": "run://a"], id: 2)
        #expect(await sets.next() == ["run://a"])
        _ = try await peer.call("resources/unsubscribe", ["uri": "run://a"], id: 3)
        #expect(await sets.next() == [])
    }
}

private func makePipe(_ ends: inout [Int32]) -> Int32 { pipe(&ends) }
