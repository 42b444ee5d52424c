import ArgumentParser
import JSON
import Terminal

struct RunsCancel: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Cancel a run, or all open runs that match.",
        discussion: "A run stops its calls, does its clean-up, and ends. Without a run's id, say which: --skill, --loop, --state, --since, --until.")

    @Argument(help: "The run's id.")
    var run: String?

    @Option(help: "Open runs of this skill.", completion: .custom(Completions.skills))
    var skill: String?

    @Option(help: "Open runs of this loop.", completion: .custom(Completions.loops))
    var loop: String?

    @Option(help: "Open runs in this state.", completion: .list(Self.open))
    var state: String?

    @Option(help: ArgumentHelp("Open runs created since then: a time, or how long ago.", valueName: "rfc 3339|24h"))
    var since: TimeArgument?

    @Option(help: ArgumentHelp("Open runs created before then: a time, or how long ago.", valueName: "rfc 3339|24h"))
    var until: TimeArgument?

    @Flag(help: "Only tell which runs match.")
    var dryRun = false

    @Flag(help: "Do not ask.")
    var yes = false

    @Option(help: "Why; it is recorded.")
    var reason: String?

    @OptionGroup var options: ClientOptions

    private static let open = ["queued", "running", "waiting", "paused"]

    func validate() throws {
        let isFiltered = skill != nil || loop != nil || state != nil || since != nil || until != nil
        if run != nil, isFiltered { throw ValidationError("a run's id and a filter exclude each other") }
        if run == nil, !isFiltered { throw ValidationError("name a run, or say which runs: --skill, --loop, --state, --since, --until") }
        if let state, !Self.open.contains(state) { throw ValidationError("--state must be one of \(Self.open.joined(separator: ", "))") }
    }

    func run() async throws {
        let session = try Session(options)
        guard let run else { return try await cancelAll(session) }
        let answer = try await cancel(run, session)
        try session.show(answer) { _, _ in "asked run \(run) to stop\n" }
    }

    private func cancel(_ run: String, _ session: Session) async throws -> JSON {
        var body: JSON.Object = [:]
        body["reason"] = reason.map(JSON.string)
        return try await session.api.post(["runs", run, "cancel"], .object(body))
    }

    private func cancelAll(_ session: Session) async throws {
        let now = session.page.now
        let query: [(name: String, value: String?)] = [
            ("skill", skill), ("loop", loop), ("state", state ?? Self.open.joined(separator: ",")), ("since", since?.rfc3339(now: now)),
            ("until", until?.rfc3339(now: now)), ("limit", "200"),
        ]
        let runs = try await session.api.all(["runs"], query).items("items")
        let count = Amounts.count(Int64(runs.count), "run")
        if !dryRun, !runs.isEmpty { try Dialogue.confirm("This cancels \(count).", isGiven: yes) }
        let ids = runs.compactMap { $0.text("id") }
        if !dryRun {
            for id in ids { _ = try await cancel(id, session) }
        }
        try session.show(["count": .int(Int64(ids.count)), "runs": .array(ids.map(JSON.string)), "dry_run": .bool(dryRun)]) { screen, now in
            if dryRun { return (runs.isEmpty ? "" : RunTable.text(runs, on: screen, now: now)) + "\(count) would be cancelled\n" }
            return "asked \(count) to stop\n"
        }
    }
}

struct RunsTerminate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "terminate", abstract: "End a run at once, without its clean-up.",
        discussion: "For a run that does not react to cancel. What it was doing is dropped; what it did outside is not undone.")

    @Argument(help: "The run's id.")
    var run: String

    @Flag(help: "Do not ask.")
    var yes = false

    @Option(help: "Why; it is recorded.")
    var reason: String?

    @OptionGroup var options: ClientOptions

    func run() async throws {
        let session = try Session(options)
        try Dialogue.confirm("This ends run \(run) without its clean-up.", isGiven: yes)
        var body: JSON.Object = [:]
        body["reason"] = reason.map(JSON.string)
        let answer = try await session.api.post(["runs", run, "terminate"], .object(body))
        try session.show(answer) { _, _ in "run \(run) is \((answer.text("state") ?? "over").harmlessLine)\n" }
    }
}
