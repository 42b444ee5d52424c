import Demo
import JSON
import Testing
import Workspace

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A workspace whose server is killed again and again at places of its own code and at random moments.
struct KillSweep {
    /// Where a place is passed.
    enum Scene {
        case work, start, stop, adopt, cancel, pause, quarantine, newDatabase, oldDatabase

        init(_ point: String) {
            self =
                switch point {
                case "engine.start.created": .start
                case "store.cancel.requested": .cancel
                case _ where point.hasPrefix("store.pause."): .pause
                case "engine.recovery.quarantine": .quarantine
                case _ where point.hasPrefix("store.close."): .stop
                case _ where point.hasPrefix("adopt."): .adopt
                case _ where point.hasPrefix("store.migrate.") && point.contains("copy"): .oldDatabase
                case _ where point.hasPrefix("store.migrate.") || point == "store.loop.saved" || point.hasPrefix("store.checkpoint."): .newDatabase
                default: .work
                }
        }
    }

    let ground: Ground
    /// A second workspace in which hardly anything fires.
    let quiet: Ground
    let demo: DemoService
    private(set) var people = KillPeople()
    private(set) var kills = 0
    private var hasOverslept = false
    /// Places at which nothing was killed, for the server did not get there.
    private(set) var unreached: [String] = []
    private var adoptions = 0

    init(_ demo: DemoService, url: String) async throws {
        self.demo = demo
        var dice = Dice(seed: 0xde1a)
        demo.faults.add(Fault(path: "/v1/stuck", kind: .hang, count: 1_000))
        for _ in 0..<20_000 { demo.faults.add(Fault(path: "/*", kind: .slow, delay: .milliseconds(dice.roll(2...60)))) }
        ground = try await Ground.prepared(
            services: ["demo": url], skills: [KillWorkload.work, KillWorkload.inner, KillWorkload.linger, KillWorkload.ask],
            loops: KillWorkload.loops.map { Documents.loop($0, skill: "work", overlap: "allow_all") })
        quiet = try await Ground.prepared(
            services: ["demo": url], skills: [Documents.greet, KillWorkload.stuck], loops: [Documents.loop("rare", skill: "greet", schedule: ["every": "24h"])])
    }

    private var deed: KillPeople.Deed { [.cancel, .none, .pause, .none][kills % 4] }

    /// Whether a server passes the place again and again.
    static func isRepeated(_ point: String) -> Bool {
        guard case .work = Scene(point) else { return false }
        return !point.hasPrefix("store.open.") && !point.hasPrefix("engine.recovery.")
    }

    /// Every place there is, by the source.
    static func points() async throws -> [String] {
        let root = #filePath.split(separator: "/").dropLast(4).reduce("") { $0 + "/" + $1 }
        let found = try await Program(["grep", "-rhoE", #"CrashPoint\.reach\("[^"]+"#, "Sources"], in: root, environment: ["PATH": "/usr/bin:/bin"]).finish()
        return found.output.split(separator: "\n").compactMap { $0.split(separator: "\"").last.map(String.init) }.sorted()
    }

    /// Has a server die at its `turn`th passing of the place.
    mutating func kill(at point: String, turn: Int = 1, patience: Duration = .seconds(8)) async throws {
        let scene = Scene(point)
        let place = [.newDatabase, .oldDatabase, .quarantine].contains(scene) ? quiet : ground
        if place === quiet { try await renewDatabase(old: scene == .oldDatabase) }
        if scene == .quarantine { try await leaveStuck() }
        if scene == .adopt { try await change() }
        let server = try place.serve(crashingAt: "\(point):\(turn)")
        // Dead before it is ready, it has nothing to say.
        let isReady = (try? await server.line(" serves ")) != nil
        switch scene {
        case _ where !isReady: break
        case .start: _ = try await ground.ratchet("run", "work")
        case .stop: server.send(SIGTERM)
        case .adopt: _ = try await ground.ratchet("adopt")
        case .cancel: try await people.act(on: ground, .cancel)
        case .pause: try await people.act(on: ground, .pause)
        case .work: try await people.act(on: ground, deed)
        default: break
        }
        let result = try? await server.finish(within: patience)
        if result?.code == -SIGKILL {
            kills += 1
        } else {
            server.send(SIGKILL)
            try await server.finish()
            // It was passed fewer times than that: the first will do.
            if turn > 1 { return try await kill(at: point, patience: patience) }
            unreached.append(point)
        }
        if place === quiet {
            let next = try await quiet.serve()
            if scene == .quarantine { try await judgeQuarantine() }
            next.send(SIGTERM)
            try #require(await next.finish().code == 0)
        }
    }

    /// Lets a server end the runs that are open by now. A run that gets nowhere at ten deaths in a row is given up, which is not what is
    /// tested here.
    mutating func breathe() async throws {
        let server = try await ground.serve()
        let open = try await Self.openRuns(of: ground)
        people = try await within(.seconds(90), "the end of the runs that were open") { [ground, people] in
            var people = people
            while true {
                try await people.resumeAll(on: ground)
                try await people.answer(on: ground)
                if open.isDisjoint(with: try await Self.openRuns(of: ground)) { return people }
            }
        }
        server.send(SIGTERM)
        try #require(await server.finish().code == 0)
    }

    private static func openRuns(of ground: Ground) async throws -> Set<String> {
        let ended: Set = ["succeeded", "failed", "timed_out", "quarantined", "cancelled", "terminated", "skipped"]
        let runs = try await ground.answer("runs", "list", "--all")["items"]?.array ?? []
        return Set(runs.filter { !($0["state"]?.string.map(ended.contains) ?? false) }.compactMap { $0["id"]?.string })
    }

    /// Kills a server some time after it is ready. A random moment of real work is what is tested: nothing is waited for.
    mutating func kill(after pause: Duration) async throws {
        let server = try await ground.serve()
        let killer = Task {
            try await Task.sleep(for: pause)
            server.send(SIGKILL)
        }
        try await people.act(on: ground, deed)
        try await killer.value
        try #require(await server.finish().code == -SIGKILL)
        kills += 1
    }

    /// Lets a server stand still for a while, as a paused machine does, and ends it in order.
    mutating func pause(for time: Duration) async throws {
        hasOverslept = time >= .seconds(30)
        let server = try await ground.serve()
        try await Task.sleep(for: .milliseconds(700))
        server.send(SIGSTOP)
        try await Task.sleep(for: time)
        server.send(SIGCONT)
        try await Task.sleep(for: .seconds(2))
        server.send(SIGTERM)
        try #require(await server.finish().code == 0)
    }

    /// A change of a skill on `main`, for `adopt` to label and make live.
    private mutating func change() async throws {
        adoptions += 1
        let members = KillWorkload.inner.object ?? [:]
        var document: JSON.Object = [:]
        for (key, value) in members where key != "version" { document[key] = value }
        document["summary"] = .string("Calls to count, \(adoptions).")
        try ground.write(.object(document))
        try await ground.commit("Change \(adoptions)")
    }

    /// Starts a server a last time, lets it finish everything, and gives all there is to know.
    mutating func drain() async throws -> KillAccount {
        let server = try await ground.serve()
        for loop in KillWorkload.loops { try await #require(ground.ratchet("loops", "pause", loop).code == 0) }
        people = try await within(.seconds(180), "the end of every run") { [ground, people] in
            var people = people
            while true {
                try await people.resumeAll(on: ground)
                try await people.answer(on: ground)
                if try await Self.openRuns(of: ground).isEmpty { return people }
            }
        }
        if adoptions > 0 {
            let adopted = try await ground.ratchet("adopt")
            #expect(adopted.code == 0, "\(adopted)")
        }
        var fires: [String: [LedgerRow]] = [:]
        for loop in KillWorkload.loops { fires[loop] = try await ground.fires(of: loop) }
        server.send(SIGTERM)
        try #require(await server.finish().code == 0)
        return try await KillAccount(
            of: ground, calls: demo.ledger.calls.filter { $0.key.step != "stuck" }, messages: await demo.channel.messages().map(\.text), fires: fires,
            people: people, kills: kills, hasOverslept: hasOverslept)
    }
}
