import ArgumentParser
import JSON
import Terminal

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run a skill.",
        discussion: "Prints the run's id. With --wait it shows the steps as they finish, then the output, and fails when the run does not succeed.")

    @Argument(help: "The skill's name.", completion: .custom(Completions.skills))
    var skill: String

    @Option(help: ArgumentHelp("The input: JSON, @FILE, or @- for standard input.", valueName: "json|@file|@-"))
    var input: InputArgument?

    @Flag(help: "Wait for the end, showing progress.")
    var wait = false

    @Option(
        name: [.customLong("key"), .customLong("idempotency-key")],
        help: "A second run of the skill with the same key is not started; the first one is shown.")
    var key: String?

    @Option(
        help: ArgumentHelp("What happens while the run of the key is open.", valueName: "return_existing|fail|replace"),
        completion: .list(["return_existing", "fail", "replace"]))
    var onConflict: String?

    @Option(
        help: ArgumentHelp("When a new run may start once the run of the key has ended.", valueName: "never|failed_only|always"),
        completion: .list(["never", "failed_only", "always"]))
    var reuse: String?

    @Option(help: "Among queued runs the higher goes first; 0 is standard.")
    var priority: Int?

    @OptionGroup var options: ClientOptions

    func run() async throws {
        let input = try input?.document() ?? [:]
        let session = try Session(options)
        var body: JSON.Object = ["skill": .string(skill), "input": input]
        body["idempotency_key"] = key.map(JSON.string)
        body["on_conflict"] = onConflict.map(JSON.string)
        body["reuse"] = reuse.map(JSON.string)
        body["priority"] = priority.map { .int(Int64($0)) }
        try await RunStart(session: session, isWaiting: wait).show(try await session.api.post(["runs"], .object(body)))
    }
}

/// What follows when the server was asked to start a run.
struct RunStart {
    let session: Session
    let isWaiting: Bool

    /// Prints the run's id, or follows the run to its end.
    func show(_ answer: JSON) async throws {
        guard let id = answer.text("id") ?? answer.text("run_id") ?? answer["run"]?.text("id") else {
            let reason = answer.text("detail") ?? answer.text("outcome")
            throw CommandFailure("no run was started" + (reason.map { ": \($0)".harmlessLine } ?? ""))
        }
        guard isWaiting else { return try session.show(answer) { _, _ in id + "\n" } }
        if !session.page.isJSON { try session.page.output.line("run \(id)") }
        try await RunWatch(session: session, id: id).follow()
    }
}
