import ArgumentParser
import JSON
import Terminal

struct RunsList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List runs, the newest first.")

    @Option(help: "Only runs of this skill.", completion: .custom(Completions.skills))
    var skill: String?

    @Option(help: "Only runs of this version, such as name@1.2.3.")
    var version: String?

    @Option(help: "Only runs of this loop.", completion: .custom(Completions.loops))
    var loop: String?

    @Option(
        help: "Only runs in this state.",
        completion: .list([
            "queued", "running", "waiting", "paused", "succeeded", "failed", "cancelled", "terminated", "timed_out", "quarantined", "skipped",
        ]))
    var state: String?

    @Option(help: ArgumentHelp("Only runs created since then: a time, or how long ago.", valueName: "rfc 3339|24h"))
    var since: TimeArgument?

    @Option(help: ArgumentHelp("Only runs created before then: a time, or how long ago.", valueName: "rfc 3339|24h"))
    var until: TimeArgument?

    @Option(help: "Only runs that ended with this error type, such as http.timeout.")
    var error: String?

    @Option(help: "Only runs whose latest verdict is this.", completion: .list(["good", "bad", "false_alarm", "missed"]))
    var label: String?

    @Option(help: ArgumentHelp("Only runs that cost at least this much.", valueName: "us dollars"))
    var cost: Double?

    @Option(help: "How many.")
    var limit: Int?

    @Option(help: "Go on from where an earlier list ended.")
    var cursor: String?

    @Flag(help: "All runs that match, not just a page of them.")
    var all = false

    @Flag(help: "Also the runs that other runs started.")
    var children = false

    @Flag(help: "Print comma-separated values.")
    var csv = false

    @OptionGroup var options: ClientOptions

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit must be at least 1") }
        if csv, options.json { throw ValidationError("--csv and --json exclude each other") }
        if all, limit != nil { throw ValidationError("--all and --limit exclude each other") }
    }

    func run() async throws {
        let session = try Session(options)
        let now = session.page.now
        let query: [(name: String, value: String?)] = [
            ("skill", skill), ("version", version), ("loop", loop), ("state", state), ("since", since?.rfc3339(now: now)),
            ("until", until?.rfc3339(now: now)), ("error", error), ("limit", limit.map(String.init)), ("cursor", cursor),
            ("label", label), ("cost_at_least", cost.map { "\($0)" }),
            ("children", children ? "true" : nil),
        ]
        let list =
            all
            ? try await session.api.all(["runs"], query.filter { $0.name != "limit" } + [("limit", "200")])
            : try await session.api.get(["runs"], query)
        if csv { return try session.page.output.write(RunTable.csv(list.items("items"))) }
        try session.show(list) { screen, now in
            RunTable.text(list.items("items"), on: screen, now: now) + (screen.isTerminal ? Self.more(list, on: screen) : "")
        }
    }

    /// How to see older runs.
    private static func more(_ list: JSON, on screen: Screen) -> String {
        list.text("next").map { screen.paint("there are older runs: --all, or --cursor \($0)", .faint) + "\n" } ?? ""
    }
}
