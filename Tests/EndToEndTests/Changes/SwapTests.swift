import JSON
import Synchronization
import Testing
import Workspace

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Runs start all the time while versions come and go. `RATCHET_SOAK=1` makes 1,000 versions under 200 starts a second.
@Suite(.timeLimit(.minutes(30)), .serialized) struct SwapTests {
    private static let isSoak = getenv("RATCHET_SOAK").map { String(cString: $0) } == "1"
    private static let versions = isSoak ? 1000 : 40
    private static let starters = isSoak ? 8 : 2
    /// Between two starts of one starter.
    private static let pace = Duration.milliseconds(isSoak ? 40 : 20)

    @Test func `while versions are proposed, approved and rolled back, every run is of one version, whole, and names it`() async throws {
        let ground = try await Ground.prepared(
            skills: [Counted.inner(0), Counted.outer(0), Counted.inner(0, named: "solo")],
            loops: [Documents.loop("every_second", skill: "outer", overlap: "allow_all")])
        let server = try await ground.serve()
        let reviewer = try #require(try await ground.answer("token", "create", "--scope", "reviewer", "--name", "kim")["token"]?.string)
        var changer = try await Changer(ground, reviewer: reviewer)
        let isOver = Signal()
        let clock = ContinuousClock()
        let begun = clock.now
        let started = try await withThrowingTaskGroup(of: [String: String].self) { group in
            for _ in 0..<Self.starters { group.addTask { try await Self.start(on: ground, until: isOver) } }
            do {
                for number in 1...Self.versions { try await changer.change(number) }
            } catch {
                isOver.give()
                throw error
            }
            isOver.give()
            return try await group.reduce(into: [:]) { $0.merge($1) { first, _ in first } }
        }
        let seconds = Double((clock.now - begun).components.seconds) + Double((clock.now - begun).components.attoseconds) * 1e-18
        try await #require(ground.ratchet("loops", "pause", "every_second").code == 0)
        _ = try await ground.wait(for: "the end of every run") {
            let open = try await ground.answer("runs", "list", "--state", "running")["items"]?.array ?? []
            let waiting = try await ground.answer("runs", "list", "--state", "waiting")["items"]?.array ?? []
            return open.isEmpty && waiting.isEmpty ? true : nil
        }
        let fires = try await ground.fires(of: "every_second")
        server.send(SIGTERM)
        try #require(await server.finish().code == 0)

        let account = try await SwapAccount(of: ground, numbers: changer.numbers)
        try account.judge(started: started)
        let times = fires.reversed().flatMap(\.seconds)
        #expect(!times.isEmpty && times == Array((times.first ?? 0)...(times.last ?? 0)), "a second has no fire: \(times)")
        #expect(fires.allSatisfy { ["started", "coalesced", "skipped_paused"].contains($0.outcome) }, "\(fires.map(\.outcome))")
        #expect(account.versionsUsed > Self.versions / 4, "only \(account.versionsUsed) versions were ever run")
        try await Self.judgeHistory(of: ground)
        let size = try await ground.shell("du -sk .git | cut -f1").output
        print(
            """
            \(Self.versions) versions in \(Int(seconds)) s (\(Int(Double(Self.versions) / seconds * 10))/10 a second), \(started.count) runs started \
            (\(Int(Double(started.count) / seconds)) a second), \(account.count) runs of \(account.versionsUsed) versions; repository \(size) KiB
            """)
    }

    /// Starts the two skills in turn. No start may be refused.
    /// - Returns: the version that each run was told to be of.
    private static func start(on ground: Ground, until isOver: Signal) async throws -> [String: String] {
        let api = try ServerAPI(ground, token: try ground.ownerToken)
        let clock = ContinuousClock()
        var next = clock.now
        var versions: [String: String] = [:]
        while !isOver.isGiven {
            let run = try await api.done("runs", ["skill": versions.count % 2 == 0 ? "outer" : "solo", "input": [:]])
            versions[try #require(run["id"]?.string)] = try #require(run["version_id"]?.string)
            next = max(next + pace, clock.now - .seconds(1))
            try await clock.sleep(until: next)
        }
        return versions
    }

    /// Stock git finds nothing wrong: objects, and the signature of each commit that Ratchet wrote.
    private static func judgeHistory(of ground: Ground) async throws {
        let check = try await ground.shell("git fsck --strict --no-dangling 2>&1")
        #expect(check.code == 0 && check.output.isEmpty, "\(check)")
        let verified = try await ground.shell("git rev-list --committer=Ratchet refs/ratchet/live | xargs -n 50 git verify-commit 2>&1 | grep -vc '^Good'")
        #expect(verified.output == "0", "\(verified)")
        let log = try await ground.shell("git log --show-signature --committer=Ratchet refs/ratchet/live | grep -c '^Good \"git\" signature'")
        let count = try await ground.shell("git rev-list --count --committer=Ratchet refs/ratchet/live")
        #expect(log.output == count.output && Int(count.output) ?? 0 > versions, "\(log) \(count)")
        #expect(try await ground.git("rev-parse", "main") == ground.git("rev-parse", "refs/ratchet/live"))
        #expect(try await ground.git("status", "--porcelain").isEmpty)
    }
}

private final class Signal: Sendable {
    private let given = Atomic(false)
    var isGiven: Bool { given.load(ordering: .relaxed) }
    func give() { given.store(true, ordering: .relaxed) }
}

/// An agent that proposes, and a reviewer who approves and rolls back.
private struct Changer {
    private let agent: ServerAPI
    private let reviewer: ServerAPI
    private var live: [String: String] = [:]
    /// What stands in each version.
    private(set) var numbers: [String: Int] = [:]

    init(_ ground: Ground, reviewer: String) async throws {
        agent = try ServerAPI(ground, token: try ground.agentToken)
        self.reviewer = try ServerAPI(ground, token: reviewer, client: agent.client)
        for name in ["inner", "outer", "solo"] { try await note(name, 0) }
    }

    private mutating func note(_ name: String, _ number: Int) async throws {
        let id = try #require(try await reviewer.get("skills/\(name)")["version_id"]?.string)
        live[name] = id
        numbers[id] = number
    }

    /// By turns: a caller and its callee together, one skill alone, and that one back again.
    mutating func change(_ number: Int) async throws {
        switch number % 4 {
        case 0:
            let back = try await reviewer.done("skills/solo/rollback", ["reason": "back"])
            try #require(back["status"] == "live", "\(back)")
            // What it had two changes ago: the one before was number - 2.
            let restored = try #require(back["restored"]?.string)
            try await note("solo", try #require(labels[restored], "\(back)"))
            labels[try #require(back["version"]?.string)] = labels[restored]
        case 2: try await land([Counted.inner(number, named: "solo")], number)
        default: try await land([Counted.inner(number), Counted.outer(number)], number)
        }
    }

    /// The numbers of the versions of `solo`, by label.
    private var labels = ["1.0.0": 0]

    private mutating func land(_ documents: [JSON], _ number: Int) async throws {
        let made = try await agent.done("proposals", Counted.change(documents, on: live))
        let id = try #require(made["proposal"]?.string, "\(made)"), hash = try #require(made["evidence_hash"])
        // Before it can be live, so that no run is met whose version nobody knows.
        for version in made["versions"]?.array ?? [] {
            let name = try #require(version["path"]?.string?.split(separator: "/").dropFirst().first.map(String.init))
            let versionID = try #require(version["version_id"]?.string)
            live[name] = versionID
            numbers[versionID] = number
            if name == "solo" { labels[try #require(version["version"]?.string)] = number }
        }
        let decided = try await reviewer.done("proposals/\(id)/approve", ["evidence_hash": hash])
        try #require(decided["state"] == "live", "\(decided)")
    }
}
