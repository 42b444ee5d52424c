import Engine

/// Durable steps per second of the whole engine, beside bare group-committed inserts of the same batch size, in turn.
enum StepThroughput {
    static func run(_ report: Report) async throws {
        for lanes in [1, 8, 64, 256, 1024] where report.wants("engine.steps_per_second.\(lanes)") || report.wants("sqlite.bare_inserts.\(lanes)") {
            var engine: [Double] = [], bare: [Double] = [], processor: [Double] = []
            for _ in 0..<3 {
                // The engine first: it sets SQLite up for both.
                let (rate, microseconds) = try await steps(lanes: lanes, runs: min(12_000, max(300, lanes * 40)))
                engine.append(rate)
                processor.append(microseconds)
                bare.append(BareInserts.rowsPerSecond(batch: lanes, seconds: 1))
            }
            let limit = Samples(bare).median, rate = Samples(engine).median
            report.add("sqlite.bare_inserts.\(lanes)", limit, "rows/s", method: "\(lanes) rows a transaction, WAL, synchronous=FULL, median of 3")
            report.add(
                "engine.steps_per_second.\(lanes)", rate, "steps/s", ratio: rate / max(limit, 1),
                method: "5-step runs, \(lanes) in flight, template + permit + journal + result, FULL; ratio to bare inserts of the same run; "
                    + "median of 3; \(Int(Samples(processor).median)) us of processor time a step")
        }
    }

    /// - Returns: steps a second, and microseconds of processor time a step.
    private static func steps(lanes: Int, runs: Int) async throws -> (rate: Double, microseconds: Double) {
        try await EngineBench.with { engine in
            for i in 0..<20 { try await EngineBench.once(engine, i) }
            let clock = ContinuousClock()
            let (start, used) = (clock.now, ProcessUse.processorSeconds)
            try await EngineBench.spread(runs, over: lanes) { try await EngineBench.once(engine, $0) }
            let steps = Double(runs * 5)
            return (steps / (clock.now - start).inSeconds, (ProcessUse.processorSeconds - used) / steps * 1e6)
        }
    }
}
