import Engine

/// 100,000 runs that sleep for a day: they are rows of the database, and the process holds nothing for them.
enum SleepingRuns {
    private static let runs = 100_000

    static func run(_ report: Report) async throws {
        guard report.wants("engine.sleeping_100000") else { return }
        try await EngineBench.with(.sleeper) { engine in
            try await EngineBench.spread(20_000, over: 64) { try await EngineBench.start(engine, $0) }
            await park(engine)
            let before = ProcessUse.residentBytes
            try await EngineBench.spread(runs, over: 64) { try await EngineBench.start(engine, $0) }
            await park(engine)
            let after = ProcessUse.residentBytes
            let method = "\(runs) runs that sleep for a day"
            report.add(
                "engine.sleeping_100000.growth", Double(max(0, after - before)) / Double(runs), "bytes/run",
                method: "\(method): growth of the process per run")
            report.add(
                "engine.sleeping_100000.memory", Double(after) / 1e6, "MB", ratio: Double(after) / Double(max(1, before)),
                method: "\(method): the whole process; ratio to the same process with 20,000 of them, when its caches are full")
        }
    }

    /// Until every run has left memory.
    private static func park(_ engine: Engine) async {
        while engine.liveRuns > 0 { try? await Task.sleep(for: .milliseconds(20)) }
    }
}
