import Engine

/// Durable steps per second of the whole engine, beside bare group-committed inserts of the same batch size, in turn.
enum StepThroughput {
    static func run(_ report: Report) async throws {
        for lanes in [1, 8, 64, 256] where report.wants("engine.steps_per_second.\(lanes)") || report.wants("sqlite.bare_inserts.\(lanes)") {
            var engine: [Double] = [], bare: [Double] = []
            for _ in 0..<3 {
                bare.append(BareInserts.rowsPerSecond(batch: lanes, seconds: 1))
                engine.append(try await steps(lanes: lanes, runs: max(300, lanes * 40)))
            }
            let limit = Samples(bare).median, rate = Samples(engine).median
            report.add("sqlite.bare_inserts.\(lanes)", limit, "rows/s", method: "\(lanes) rows a transaction, WAL, synchronous=FULL, median of 3")
            report.add(
                "engine.steps_per_second.\(lanes)", rate, "steps/s", ratio: rate / max(limit, 1),
                method: "5-step runs, \(lanes) in flight, template + permit + journal + result, FULL; ratio to bare inserts of the same run; median of 3")
        }
    }

    private static func steps(lanes: Int, runs: Int) async throws -> Double {
        try await EngineBench.with { engine in
            for i in 0..<20 { try await EngineBench.once(engine, i) }
            let clock = ContinuousClock()
            let start = clock.now
            try await withThrowingTaskGroup(of: Void.self) { group in
                for lane in 0..<lanes {
                    group.addTask { for i in 0..<(runs / lanes) { try await EngineBench.once(engine, lane * runs + i) } }
                }
                try await group.waitForAll()
            }
            return Double(runs / lanes * lanes * EngineBench.steps) / (clock.now - start).inSeconds
        }
    }
}
