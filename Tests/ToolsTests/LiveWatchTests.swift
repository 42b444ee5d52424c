import JSON
import MCP
import Synchronization
import Testing

@testable import MCP
@testable import Tools

/// What clients hear of changes on the server.
@Suite(.timeLimit(.minutes(1))) struct LiveWatchTests {
    /// Answers each question with the next of its answers, the last again and again; a wait for news answers only when there are some.
    private final class Sequel: Backend {
        private let answers: Mutex<[String: [Result<JSON, BackendFailure>]]>

        init(_ answers: [String: [Result<JSON, BackendFailure>]]) { self.answers = Mutex(answers) }

        func get(_ path: [String], _ query: [(name: String, value: String)]) async throws(BackendFailure) -> JSON {
            await Task.yield()
            let question = path.joined(separator: "/")
            let answer = answers.withLock { answers -> Result<JSON, BackendFailure>? in
                guard let list = answers[question], let first = list.first else { return nil }
                if list.count > 1 { answers[question] = Array(list.dropFirst()) }
                return first
            }
            guard let answer else { throw .unavailable("no \(question)") }
            return try answer.get()
        }

        func post(_ path: [String], _ body: JSON) async throws(BackendFailure) -> JSON { throw .unavailable("read only") }
    }

    /// A clock whose pauses are over at once.
    private struct HastyClock: Clock {
        var now: ContinuousClock.Instant { ContinuousClock().now }
        var minimumResolution: Duration { .zero }
        func sleep(until deadline: ContinuousClock.Instant, tolerance: Duration?) async throws {
            await Task.yield()
            try Task.checkCancellation()
        }
    }

    private static func skills(_ versions: [String: String]) -> Result<JSON, BackendFailure> {
        .success(["items": .array(versions.sorted { $0.key < $1.key }.map { ["name": .string($0.key), "version_id": .string($0.value)] })])
    }

    private static func live(_ commit: String) -> Result<JSON, BackendFailure> { .success(["commit": .string(commit)]) }

    /// The changes that are told, up to so many.
    private func changes(_ count: Int, hasSkillTools: Bool = false, watching uris: Set<String> = [], _ backend: any Backend) async -> [Change] {
        let feed = ChangeFeed()
        let (stream, continuation) = AsyncStream.makeStream(of: Change.self)
        let key = feed.add { continuation.yield($0) }
        feed.watch(uris, for: key)
        let watching = Task { await LiveWatch(backend: backend, changes: feed, hasSkillTools: hasSkillTools, clock: HastyClock()).run() }
        defer { watching.cancel() }
        var told: [Change] = []
        for await change in stream {
            told.append(change)
            if told.count == count { break }
        }
        return told
    }

    @Test func `another live commit is told with what changed in it, and only that`() async {
        let backend = Sequel([
            "live": [Self.live("a"), Self.live("a"), Self.live("b"), Self.live("c")],
            "skills": [Self.skills(["x": "1", "y": "1"]), Self.skills(["x": "1", "y": "1"]), Self.skills(["x": "2", "z": "1"])],
        ])
        let told = await changes(5, hasSkillTools: true, backend)
        #expect(told == [.resources, .tools, .resource(uri: "skill://x"), .resource(uri: "skill://y"), .resource(uri: "skill://z")])
    }

    @Test func `tools do not change where skills are none`() async {
        let backend = Sequel(["live": [Self.live("a"), Self.live("b")], "skills": [Self.skills([:]), Self.skills(["x": "1"])]])
        #expect(await changes(2, backend) == [.resources, .resource(uri: "skill://x")])
    }

    @Test func `a server that comes late, or back with other skills, is noticed`() async {
        let down = Result<JSON, BackendFailure>.failure(.unavailable("down"))
        let late = Sequel(["live": [down, down, Self.live("a")], "skills": [Self.skills(["x": "1"])]])
        #expect(await changes(2, late) == [.resources, .resource(uri: "skill://x")])
        let back = Sequel([
            "live": [Self.live("a"), down, Self.live("b")], "skills": [Self.skills(["x": "1"]), Self.skills(["x": "2"])],
        ])
        #expect(await changes(2, back) == [.resources, .resource(uri: "skill://x")])
    }

    @Test func `a run that is watched is told when it moves, until it has ended`() async {
        let moved = Documents.changed(Documents.run("running")) { $0["steps"] = [["path": "a"], ["path": "b"]] }
        let backend = Sequel([
            "runs/r": [.success(Documents.run("running")), .success(Documents.run("running")), .success(moved), .success(Documents.run("succeeded"))]
        ])
        #expect(await changes(2, watching: ["run://r", "skill://x"], backend) == [.resource(uri: "run://r"), .resource(uri: "run://r")])
        let ended = Sequel(["runs/r": [.success(Documents.run("succeeded"))]])
        #expect(await changes(1, watching: ["run://r"], ended) == [.resource(uri: "run://r")])
    }
}
