import CivilTime
import Store
import Testing

extension Store {
    func loop(_ name: String = "night") async throws(StoreError) -> LoopRecord {
        try await saveLoop(name, specificationHash: "s1", watermark: instant(0), nextAt: instant(60))
    }
}

private func start(at second: Int, loop: String = "night", run number: Int) -> FireDecision {
    var run = newRun(number)
    run.loop = loop
    run.nominalAt = instant(second)
    run.trigger = .schedule
    return FireDecision(
        loop: loop, fires: [Fire(nominalAt: instant(second), outcome: .started)], run: run, watermark: instant(second),
        nextAt: instant(second + 60), decidedAt: instant(second + 1))
}

@Suite struct LoopConformance {
    @Test(arguments: StoreFactory.all)
    func `a known loop keeps its place unless its definition changes`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            let first = try await store.loop()
            #expect(first.revision == 1 && first.watermark == instant(0) && first.nextAt == instant(60) && first.pause == nil)
            // The same definition at a later start: what was missed meanwhile is still to be dealt with.
            #expect(try await store.saveLoop("night", specificationHash: "s1", watermark: instant(500), nextAt: instant(560)) == first)
            let second = try await store.saveLoop("night", specificationHash: "s2", watermark: instant(600), nextAt: nil)
            #expect(second.revision == 2 && second.watermark == instant(600) && second.nextAt == nil)
            let third = try await store.saveLoop("night", specificationHash: "s3", watermark: instant(10), nextAt: instant(660))
            #expect(third.watermark == instant(600))
            #expect(try await store.loops() == [third])
            try await store.removeLoop("night")
            let gone = StoreError.notFound(what: "loop", name: "night")
            await #expect(throws: gone) { try await store.loop("night") as LoopRecord }
            await #expect(throws: gone) { try await store.removeLoop("night") }
        }
    }

    @Test(arguments: StoreFactory.all)
    func `a pause holds until it is ended, and its time is not caught up`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            _ = try await store.loop()
            let pause = LoopRecord.Pause(by: "ann", at: instant(10), reason: "deploy")
            #expect(try await store.pauseLoop("night", pause).pause == pause)
            #expect(try await store.pauseLoop("night", LoopRecord.Pause(by: "bob", at: instant(20))).pause == pause)
            let resumed = try await store.resumeLoop("night", watermark: instant(300), nextAt: instant(360))
            #expect(resumed.pause == nil && resumed.watermark == instant(300) && resumed.nextAt == instant(360) && resumed.revision == 3)
            // A second resume changes nothing.
            #expect(try await store.resumeLoop("night", watermark: instant(900), nextAt: nil) == resumed)
        }
    }

    @Test(arguments: StoreFactory.all)
    func `of 100 attempts at one nominal time one starts a run`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            try await store.remember(sweep())
            _ = try await store.loop()
            let results = try await withThrowingTaskGroup(of: FireResult.self) { group in
                for number in 1...100 { group.addTask { try await store.fire(start(at: 60, run: number)) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(results.count { $0 == .duplicate } == 99)
            let runs = try await store.runs(RunFilter(loop: "night"), after: nil, limit: 200).items
            #expect(runs.count == 1 && runs[0].nominalAt == instant(60) && runs[0].trigger == .schedule)
            let ledger = try await store.fires(of: "night", after: nil, limit: 10).items
            #expect(ledger.map(\.fire) == [Fire(nominalAt: instant(60), outcome: .started)])
            #expect(ledger[0].run?.id == runs[0].id && ledger[0].run?.state == .running && ledger[0].decidedAt == instant(61))
            let loop: LoopRecord = try await store.loop("night")
            #expect(loop.watermark == instant(60) && loop.nextAt == instant(120))
        }
    }

    @Test(arguments: StoreFactory.all)
    func `a decision that repeats one nominal time changes nothing at all`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            try await store.remember(sweep())
            _ = try await store.loop()
            _ = try await store.fire(start(at: 60, run: 1))
            var next = start(at: 120, run: 2)
            next.fires.append(Fire(nominalAt: instant(60), outcome: .coalesced))
            #expect(try await store.fire(next) == .duplicate)
            #expect(try await store.fires(of: "night", after: nil, limit: 10).items.count == 1)
            #expect(try await store.openRuns(ofLoop: "night") == 1)
            #expect(try await (store.loop("night") as LoopRecord).watermark == instant(60))
            // A loop that was removed and registered again still knows what it fired for.
            try await store.removeLoop("night")
            _ = try await store.loop()
            #expect(try await store.fire(start(at: 60, run: 3)) == .duplicate)
        }
    }

    @Test(arguments: StoreFactory.all)
    func `missed times are one row each or one for a range, and one run can stand for several`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            try await store.remember(sweep())
            _ = try await store.loop()
            var decision = start(at: 600, run: 1)
            decision.fires += [
                Fire(nominalAt: instant(60), outcome: .missed, detail: "older than the window", count: 7, throughAt: instant(420)),
                Fire(nominalAt: instant(480), outcome: .coalesced), Fire(nominalAt: instant(540), outcome: .coalesced),
            ]
            guard case .recorded(let run?) = try await store.fire(decision) else {
                Issue.record("no run was started")
                return
            }
            let first = try await store.fires(of: "night", after: nil, limit: 3)
            #expect(first.items.map(\.fire.outcome) == [.started, .coalesced, .coalesced])
            #expect(first.items.allSatisfy { $0.run?.id == run.id })
            let rest = try await store.fires(of: "night", after: first.next, limit: 3)
            #expect(rest.items.map(\.fire) == [decision.fires[1]] && rest.items[0].run == nil && rest.next == nil)
        }
    }

    @Test(arguments: StoreFactory.all)
    func `the watermark never moves back`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            try await store.remember(sweep())
            _ = try await store.loop()
            _ = try await store.fire(start(at: 600, run: 1))
            for (second, watermark) in [(60, nil as Instant?), (120, instant(120))] {
                let backfill = FireDecision(
                    loop: "night", fires: [Fire(nominalAt: instant(second), outcome: .refused, detail: "budget")], watermark: watermark,
                    nextAt: instant(1), decidedAt: instant(700))
                #expect(try await store.fire(backfill) == .recorded(nil))
            }
            let loop: LoopRecord = try await store.loop("night")
            #expect(loop.watermark == instant(600) && loop.nextAt == instant(660))
        }
    }

    @Test(arguments: StoreFactory.all)
    func `a fire of an unknown loop is refused`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            try await store.remember(sweep())
            await #expect(throws: StoreError.notFound(what: "loop", name: "night")) { try await store.fire(start(at: 60, run: 1)) }
            #expect(try await store.openRuns().isEmpty)
        }
    }

    @Test(arguments: StoreFactory.all)
    func `a decision starts a run in the ledger or not at all`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            try await store.remember(sweep())
            _ = try await store.loop()
            var (unnamed, missing) = (start(at: 60, run: 1), start(at: 60, run: 1))
            unnamed.fires[0].outcome = .refused
            missing.run = nil
            for decision in [unnamed, missing] {
                await #expect(throws: StoreError.constraint("a decision has a run exactly when one of its fires is started")) {
                    try await store.fire(decision)
                }
            }
            #expect(try await store.fires(of: "night", after: nil, limit: 9).items.isEmpty)
            #expect(try await store.openRuns().isEmpty)
        }
    }

    @Test(arguments: StoreFactory.all)
    func `a buffered fire is decided once`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            try await store.remember(sweep())
            _ = try await store.loop()
            let fires = [60, 120].map { Fire(nominalAt: instant($0), outcome: .buffered) }
            _ = try await store.fire(FireDecision(loop: "night", fires: fires, watermark: instant(120), nextAt: nil, decidedAt: instant(121)))
            #expect(try await store.bufferedFires(of: "night").map(\.fire) == fires)
            let results = try await withThrowingTaskGroup(of: FireResult.self) { group in
                for number in 1...20 {
                    group.addTask {
                        try await store.settle(loop: "night", nominalAt: instant(60), run: newRun(number), detail: nil, decidedAt: instant(200))
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(results.count { $0 == .duplicate } == 19)
            #expect(try await store.openRuns(ofLoop: "night") == 1)
            let dropped = try await store.settle(loop: "night", nominalAt: instant(120), run: nil, detail: "newer", decidedAt: instant(200))
            #expect(dropped == .recorded(nil))
            let ledger = try await store.fires(of: "night", after: nil, limit: 10).items
            #expect(ledger.map(\.fire.outcome) == [.dropped, .started] && ledger[0].fire.detail == "newer")
        }
    }

    @Test(arguments: StoreFactory.all)
    func `failures in a row are counted when runs end, cancels are not`(_ factory: StoreFactory) async throws {
        try await factory.with { store in
            _ = try await store.loop()
            let ends: [(RunState, Int)] = [
                (.failed, 1), (.timedOut, 2), (.cancelled, 2), (.terminated, 2), (.quarantined, 3), (.succeeded, 0), (.failed, 1),
            ]
            for (number, (state, failures)) in ends.enumerated() {
                let run = try await store.started(number) { $0.loop = "night" }
                try await store.finish(run.key, state, error: state == .succeeded ? nil : "x")
                #expect(try await (store.loop("night") as LoopRecord).consecutiveFailures == failures)
            }
            _ = try await store.pauseLoop("night", LoopRecord.Pause(by: "policy", at: instant(1)))
            #expect(try await store.resumeLoop("night", watermark: instant(1), nextAt: nil).consecutiveFailures == 0)
        }
    }
}
