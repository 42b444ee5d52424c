/// One five-step run at a time, nothing else running.
enum RunLatency {
    static func run(_ report: Report) async throws {
        guard report.wants("engine.five_step_run.p50") || report.wants("engine.five_step_run.p99") else { return }
        let samples = try await EngineBench.with { engine in
            for i in 0..<50 { try await EngineBench.once(engine, i) }
            var samples: [Double] = []
            let clock = ContinuousClock()
            for i in 0..<1000 {
                let start = clock.now
                try await EngineBench.once(engine, i)
                samples.append((clock.now - start).inSeconds * 1000)
            }
            return Samples(samples)
        }
        let method = "start to settled, 5 durable steps, 1,000 runs one after the other"
        report.add("engine.five_step_run.p50", samples.median, "ms", method: method)
        report.add("engine.five_step_run.p99", samples.quantile(0.99), "ms", method: method)
    }
}
