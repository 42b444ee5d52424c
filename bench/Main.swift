import ArgumentParser

/// Benchmarks: one line each, measured as ratios in one run wherever a peer or a limit is at hand. Not a test: nothing here fails
/// because a machine is slow.
@main struct RatchetBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "ratchet-bench", abstract: "Measure Ratchet against its limits.")

    @Option(help: "Only benchmarks whose name contains this.")
    var filter: String = ""

    @Flag(help: "One JSON object a line.")
    var json = false

    func run() async throws {
        let report = Report(filter: filter, json: json)
        try await StepThroughput.run(report)
        try await RunLatency.run(report)
        try await LongRun.run(report)
        try await Recovery.run(report)
        try await SleepingRuns.run(report)
        try await MillionRuns.run(report)
        try SidecarRate.run(report)
        try RegisterRate.run(report)
        try ParsingRate.run(report)
        try ExpressionRate.run(report)
        try CronRate.run(report)
        try LanguageRate.run(report)
    }
}
