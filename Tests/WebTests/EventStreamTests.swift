import CivilTime
import Engine
import HTTPClient
import JSON
import SkillLanguage
import Testing

@testable import Web

@Suite(.timeLimit(.minutes(1))) struct EventStreamTests {
    private static let start = Instant(milliseconds: 1_790_000_000_000)

    private static func event(_ number: Int, skill: String = "sweep") -> RunEvent {
        RunEvent(run: "run-\(number)", skill: skill, at: start, kind: .started)
    }

    private static func log(_ numbers: ClosedRange<Int>, capacity: Int = 4) -> EventLog {
        let log = EventLog(startedAt: start, capacity: capacity)
        for number in numbers { log.append(event(number)) }
        return log
    }

    private static func stream(_ log: EventLog, from id: String?, skill: String? = nil, time: any TimeSource = ManualTime()) -> RunEventStream {
        RunEventStream(log: log, time: time, admits: { (skill ?? $0.skill) == $0.skill }, lastEventID: id)
    }

    /// The events of a piece, decoded as a reader would.
    private static func events(_ text: String?) throws -> [ServerSentEvent] {
        var decoder = EventStreamDecoder()
        return try decoder.feed(Array((text ?? "").utf8))
    }

    @Test func `the log holds the latest events and knows what is lost`() {
        let log = Self.log(1...10)
        let all = log.events(after: 0, limit: 100)
        #expect(all.lost == 6 && all.first == 7 && all.events.map(\.run) == ["run-7", "run-8", "run-9", "run-10"])
        let some = log.events(after: 7, limit: 2)
        #expect(some.lost == 0 && some.first == 8 && some.events.map(\.run) == ["run-8", "run-9"])
        #expect(log.events(after: 10, limit: 5).events.isEmpty && log.events(after: 10, limit: 5).lost == 0)
    }

    @Test func `a reader begins with the next event and goes on where it was`() async throws {
        let log = Self.log(1...2)
        var reader = EventReader(Self.stream(log, from: nil))
        let opening = await reader.next()
        #expect(opening?.contains("id: \(log.id(2))\n") == true)
        log.append(Self.event(3))
        let first = try Self.events(await reader.next())
        #expect(first.map(\.event) == ["run.started"] && first[0].id == log.id(3) && first[0].data.contains("\"run-3\""))
        reader.leave()
        log.append(Self.event(4))
        log.append(Self.event(5))
        var again = EventReader(Self.stream(log, from: log.id(3)))
        _ = await again.next()
        let missed = try Self.events(await again.next())
        #expect(missed.map(\.id) == [log.id(4), log.id(5)])
        again.leave()
        #expect(log.readers == 0)
    }

    @Test func `a reader that lost events is told how many, one of another process that it cannot be known`() async throws {
        let log = Self.log(1...10)
        var slow = EventReader(Self.stream(log, from: log.id(2)))
        _ = await slow.next()
        let events = try Self.events(await slow.next())
        #expect(events.map(\.event) == ["lagged"] + Array(repeating: "run.started", count: 4))
        #expect(events[0].data == #"{"lost":4}"# && events[0].id == log.id(6))
        for stranger in ["other-3", "nonsense", log.id(11)] {
            var reader = EventReader(Self.stream(log, from: stranger))
            let opening = try Self.events(await reader.next())
            #expect(opening.map(\.event) == ["lagged"] && opening[0].data == #"{"lost":null}"#, "\(stranger)")
        }
    }

    @Test func `a quiet stream has a heartbeat, which moves the reader's place on`() async throws {
        let time = ManualTime()
        let log = Self.log(1...1)
        var reader = EventReader(Self.stream(log, from: nil, skill: "other", time: time))
        _ = await reader.next()
        log.append(Self.event(2))
        time.advance(by: EventReader.heartbeat)
        #expect(await reader.next() == "id: \(log.id(2))\n: alive\n\n")
    }

    @Test func `a reader waits for an event`() async throws {
        let log = Self.log(1...1)
        let stream = Self.stream(log, from: nil)
        async let piece = Task {
            var reader = EventReader(stream)
            _ = await reader.next()
            return await reader.next()
        }.value
        while log.readers == 0 { await Task.yield() }
        log.append(Self.event(2))
        #expect(try Self.events(await piece).map(\.id) == [log.id(2)])
    }

    @Test func `places are limited`() async throws {
        let log = Self.log(1...1)
        let readers = (0..<EventLog.mostReaders).map { _ in EventReader(Self.stream(log, from: nil)) }
        var late = EventReader(Self.stream(log, from: nil))
        #expect(await late.next()?.contains("too many readers") == true)
        #expect(await late.next() == nil)
        for reader in readers { reader.leave() }
    }

    @Test func `the route gives a stream of the runs asked for`() async throws {
        try await Site.open { site in
            let answer = await site.get("/events/stream?skill=greet")
            var reader = EventReader(try #require(answer.events))
            _ = await reader.next()
            let run = await site.greet()
            _ = await site.ended(await site.post("/runs", ["skill": "pair"]))
            var events: [ServerSentEvent] = []
            while events.count(where: { $0.event == "run.ended" }) < 3 { events += try Self.events(await reader.next()) }
            #expect(events.prefix(4).map(\.event) == ["run.started", "step.called", "step.returned", "run.ended"])
            #expect(events.prefix(4).allSatisfy { $0.data.contains(run) } && events.allSatisfy { $0.data.contains("\"greet\"") })
            #expect(events[2].data.contains("\"path\":\"say\"") && events[3].data.contains("\"state\":\"succeeded\""))
            reader.leave()
            #expect(await site.get("/events/stream?run=00000000-none").status == .notFound)
        }
    }
}
