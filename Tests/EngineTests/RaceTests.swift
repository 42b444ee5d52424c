import CivilTime
import Engine
import JSON
import SkillLanguage
import Store
import Synchronization
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Two things happen to a run at once, again and again: there is one outcome, and it is the one that was told.
///
/// `RATCHET_SOAK=1` runs a thousand races of each kind.
@Suite(.timeLimit(.minutes(20))) struct RaceTests {
    private static let isSoak = getenv("RATCHET_SOAK").map { String(cString: $0) } == "1"
    private static let rounds = isSoak ? 20 : 2
    private static let width = isSoak ? 50 : 20

    private static func ask(_ timeout: String) -> JSON {
        [
            "id": "ask", "call": "human", "timeout": .string(timeout),
            "with": ["prompt": "Go on?", "response": ["type": "object", "properties": ["n": ["type": "integer"]], "required": ["n"]]],
        ]
    }

    /// Starts as many runs as race at once, and waits until each is where the race begins.
    private static func start(_ engine: Engine, _ name: String = "racer", count: Int = width, when isReady: (RunRecord) async throws -> Bool) async throws -> [RunRecord] {
        var runs: [RunRecord] = []
        for _ in 0..<count { runs.append(try await engine.start(StartRequest(skill: name, input: [:], trigger: .manual))) }
        for index in runs.indices {
            repeat {
                await Task.yield()
                runs[index] = try await engine.store.run(runs[index].id)
            } while try await !isReady(runs[index])
        }
        return runs
    }

    private static func isAsking(_ engine: Engine) -> (RunRecord) async throws -> Bool {
        { run in try await !engine.store.waits(of: run.key.rowID).isEmpty }
    }

    /// How far the two sides of a race are apart at most, in turns of the scheduler: from none to long enough for either to win.
    private static func spread(_ round: Int) -> Int { 1 << (isSoak ? round % 14 : 4 + round * 7) }

    private static func hesitate(_ turns: Int) async {
        for _ in 0..<Int.random(in: 0...turns) { await Task.yield() }
    }

    /// Does `one` and `other` to every run, each in a task of its own and at about the same time.
    private static func race(
        _ runs: [RunRecord], round: Int, _ one: @escaping @Sendable (Int, RunRecord) async throws -> Void,
        againstEach other: @escaping @Sendable (Int, RunRecord) async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, run) in runs.enumerated() {
                group.addTask {
                    await hesitate(spread(round))
                    try await one(index, run)
                }
                group.addTask {
                    await hesitate(spread(round))
                    try await other(index, run)
                }
            }
            try await group.waitForAll()
        }
    }

    /// Makes a way longer by as many writes. To be cancelled takes one write, to end on a call's outcome none; to be terminated one, and to
    /// have ended two. So a side that always set out at once would always win: in every other run it goes round.
    private static func detour(_ engine: Engine, writes: Int) async throws {
        for _ in 0..<writes { try await engine.emit(id: nil, name: "detour", payload: [:]) }
    }

    /// Does `one` to every run and `other` once, at about the same time.
    /// - Returns: for each run whether it was accepted.
    private static func race(
        _ runs: [RunRecord], round: Int, _ one: @escaping @Sendable (Int, RunRecord) async throws -> Void,
        against other: @escaping @Sendable () async -> Void
    ) async throws -> [Bool] {
        try await withThrowingTaskGroup(of: (Int, Bool)?.self) { group in
            group.addTask {
                await hesitate(spread(round) / 4)
                await other()
                return nil
            }
            for (index, run) in runs.enumerated() {
                group.addTask {
                    await hesitate(spread(round))
                    do {
                        try await one(index, run)
                        return (index, true)
                    } catch StoreError.notWaiting {
                        return (index, false)
                    }
                }
            }
            var accepted = [Bool](repeating: false, count: runs.count)
            for try await case let (index, value)? in group { accepted[index] = value }
            return accepted
        }
    }

    private static func ended(_ engine: Engine, _ runs: [RunRecord]) async throws -> [RunRecord] {
        var ended: [RunRecord] = []
        for run in runs {
            await engine.settled(run.id)
            ended.append(try await engine.store.run(run.id))
        }
        return ended
    }

    @Test(arguments: ["3s", "40m"])
    func `an answer against a timeout: what was accepted counts`(_ timeout: String) async throws {
        let bench = try Workbench([skill("racer", steps: [Self.ask(timeout)], result: ["n": "${steps.ask.n}"])])
        var won = 0
        for round in 0..<Self.rounds {
            won += try await bench.session([]) { engine in
                let runs = try await Self.start(engine, when: Self.isAsking(engine))
                // Some rounds answer when the deadline has passed and perhaps nobody has noticed.
                let past = timeout == "3s" ? Duration.seconds(round % 2 == 0 ? 3 : 4) : .seconds(round % 2 == 0 ? 2400 : 2500)
                let accepted = try await Self.race(
                    runs, round: round,
                    { index, run in
                        let wait = try await engine.store.waits(of: run.key.rowID)[0].id
                        try await engine.answer(wait, with: .success(["n": .int(Int64(index))]), by: "olga")
                    }, against: { bench.time.advance(by: past) })
                for (index, run) in try await Self.ended(engine, runs).enumerated() {
                    if accepted[index] {
                        #expect(run.state == .succeeded && run.output == Array(#"{"n":\#(index)}"#.utf8), "\(run.id) was answered and \(run.state)")
                    } else {
                        #expect(run.state == .failed && run.errorType == "timeout", "\(run.id) refused its answer and \(run.state)")
                    }
                }
                return accepted.count { $0 }
            }
        }
        print("answer against timeout \(timeout): \(Self.rounds * Self.width) races, \(won) answered")
    }

    @Test func `an event against a timeout: what was reached goes on`() async throws {
        let event: JSON = ["id": "wait", "call": "event", "timeout": "3s", "with": ["name": "payment"]]
        let bench = try Workbench([skill("racer", steps: [event], result: ["n": "${steps.wait.n}"])])
        var reachedAll = 0
        for round in 0..<Self.rounds {
            // The event of the round before is older than these runs.
            bench.time.advance(by: .seconds(1))
            reachedAll += try await bench.session([]) { engine in
                let runs = try await Self.start(engine, when: Self.isAsking(engine))
                async let late: Void = bench.time.advance(by: .seconds(3))
                await Self.hesitate(Self.spread(round))
                let reached = try await engine.emit(id: nil, name: "payment", payload: ["n": 7])
                await late
                let ended = try await Self.ended(engine, runs)
                #expect(ended.count { $0.state == .succeeded } == reached && ended.count { $0.errorType == "timeout" } == runs.count - reached)
                return reached
            }
        }
        print("event against timeout: \(Self.rounds * Self.width) races, \(reachedAll) reached")
    }

    @Test func `two answers: one counts, the other is refused`() async throws {
        let bench = try Workbench([skill("racer", steps: [Self.ask("40m")], result: ["n": "${steps.ask.n}"])])
        for round in 0..<Self.rounds {
            try await bench.session([]) { engine in
                let runs = try await Self.start(engine, when: Self.isAsking(engine))
                let both = try await Self.race(
                    runs + runs, round: round,
                    { index, run in
                        let wait = try await engine.store.waits(of: run.key.rowID)[0].id
                        try await engine.answer(wait, with: .success(["n": .int(Int64(index))]), by: "olga")
                    }, against: {})
                for (index, run) in try await Self.ended(engine, runs).enumerated() {
                    let winner = both[index] ? index : index + runs.count
                    #expect(both[index] != both[index + runs.count] && run.output == Array(#"{"n":\#(winner)}"#.utf8))
                }
            }
        }
    }

    @Test(arguments: [false, true])
    func `an end on request against an end by itself: one of the two`(_ byForce: Bool) async throws {
        let bench = try Workbench([skill("racer", steps: [RunTests.call("work")], more: ["finally": [RunTests.call("tidy")]])])
        var stopped = 0
        for round in 0..<Self.rounds {
            let gates = Gates()
            let http = ScriptedCallable { call, _ in
                if call.request.step == "work" { await gates[call.run].wait() }
                return Outcome(.success([:]))
            }
            stopped += try await bench.session([http]) { engine in
                let runs = try await Self.start(engine) { _ in http.steps.count { $0 == "work" } == Self.width }
                try await Self.race(
                    runs, round: round,
                    { index, run in
                        if byForce, index % 2 == 1 { try await Self.detour(engine, writes: 2) }
                        if byForce {
                            try await engine.terminate(run.summary, by: "olga", reason: "enough")
                        } else {
                            try await engine.cancel(run.summary, by: "olga", reason: "enough")
                        }
                    },
                    againstEach: { index, run in
                        if !byForce, index % 2 == 1 { try await Self.detour(engine, writes: 1) }
                        gates[run.id].pass()
                    })
                let ended = try await Self.ended(engine, runs)
                for run in ended {
                    #expect(run.state == .succeeded || run.state == (byForce ? .terminated : .cancelled))
                    #expect((run.output == nil) == (run.state != .succeeded) && (run.errorType == nil) == (run.state == .succeeded))
                    let tidied = try await engine.store.journal(of: run.key.rowID).count { $0.entry.path.hasSuffix("tidy") && $0.entry.kind == .outcome }
                    #expect(byForce ? tidied <= 1 : tidied == 1, "\(tidied) clean-ups")
                }
                return ended.count { $0.state != .succeeded }
            }
        }
        let races = Self.rounds * Self.width
        print("\(byForce ? "terminate" : "cancel") against the end: \(races) races, \(stopped) ended on request")
        #expect((races / 10...races - races / 10).contains(stopped), "\(stopped) of \(races) ended on request: that is no race")
    }

    @Test func `the end of a called run against its caller going to sleep: the caller goes on`() async throws {
        let bench = try Workbench([
            skill("inner", steps: [RunTests.call("work")], result: ["n": 7]),
            skill("racer", steps: [["id": "sub", "call": "skill:inner@^1", "with": [:]]], result: ["n": "${steps.sub.n}"], more: ["permits": ["skills": ["inner@^1"]]]),
        ])
        for round in 0..<Self.rounds {
            let release = Signpost()
            let http = ScriptedCallable { _, _ in
                await release.wait()
                return Outcome(.success([:]))
            }
            try await bench.session([http]) { engine in
                let runs = try await Self.start(engine) { $0.wait?.kind == "child" && http.steps.count == Self.width }
                async let slept: Void = bench.time.advance(by: .seconds(round % 2 == 0 ? 2 : 3))
                async let released: Void = release.pass()
                _ = await (slept, released)
                for run in try await Self.ended(engine, runs) { #expect(run.output == Array(#"{"n":7}"#.utf8)) }
            }
        }
    }

    @Test func `giving a call up against the start of its run: it is left to its rule though its caller goes on`() async throws {
        // The more is to be checked before the runs are created, the surer some are not there yet when the failure gives them up.
        let list = JSON.array((0..<5_000).map { .int($0) })
        var branches: JSON.Object = ["spoil": [RunTests.call("a_spoil")]]
        for number in 1...2 { branches["b\(number)"] = [["id": .string("sub\(number)"), "call": "skill:inner@^1", "with": ["list": list]]] }
        let both: JSON = ["id": "both", "parallel": ["branches": .object(branches)], "catch": [["value": "given up"]]]
        let bench = try Workbench([
            skill("inner", steps: [RunTests.call("work")], more: ["input": ["type": "object", "properties": ["list": ["items": ["type": "integer"]]]], "limits": ["duration": "1h", "calls": 5]]),
            skill("racer", steps: [both, Self.ask("40m")], more: ["permits": ["skills": ["inner@^1"]]]),
        ])
        let http = ScriptedCallable { call, _ in
            if call.request.step == "work" { await hang() }
            return Outcome(.failure(Failure("http.4xx.404", "no", retryable: false)))
        }
        for _ in 0..<Self.rounds {
            try await bench.session([http]) { engine in
                for run in try await Self.start(engine, count: 5, when: Self.isAsking(engine)) {
                    for child in try await engine.store.children(of: run.key.rowID) {
                        await engine.settled(child.id)
                        #expect(try await engine.store.run(child.id).state == .cancelled)
                    }
                    #expect(try await engine.store.run(run.id).finishedAt == nil)
                }
            }
        }
    }

    @Test func `a request to end against the start of a called run: nothing is left running`() async throws {
        let bench = try Workbench([
            skill("inner", steps: [RunTests.call("work")]),
            skill("racer", steps: [["id": "sub", "call": "skill:inner@^1", "with": [:]]], more: ["permits": ["skills": ["inner@^1"]]]),
        ])
        let http = ScriptedCallable { _, _ in
            await hang()
            return Outcome(.success([:]))
        }
        for round in 0..<Self.rounds {
            try await bench.session([http]) { engine in
                let runs = try await Self.start(engine) { _ in true }
                _ = try await Self.race(runs, round: round, { _, run in try await engine.cancel(run.summary, by: "olga", reason: "enough") }, against: {})
                for run in try await Self.ended(engine, runs) {
                    #expect(run.state == .cancelled)
                    for child in try await engine.store.children(of: run.key.rowID) {
                        await engine.settled(child.id)
                        #expect(try await engine.store.run(child.id).state == .cancelled)
                    }
                }
            }
        }
    }
}

/// A signpost for each run.
private final class Gates: Sendable {
    private let all = Mutex<[String: Signpost]>([:])

    subscript(run: String) -> Signpost {
        all.withLock { all in
            let gate = all[run] ?? Signpost()
            all[run] = gate
            return gate
        }
    }
}
