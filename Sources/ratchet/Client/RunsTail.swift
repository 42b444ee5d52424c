import ArgumentParser
import CivilTime
import JSON
import Terminal

struct RunsTail: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tail", abstract: "Follow what runs do, as it happens.",
        discussion: "With a run, its steps until it ends; else the runs and steps of all skills, until it is stopped. --json prints an object a line.")

    @Argument(help: "The run's id; all runs when left out.")
    var run: String?

    @Option(help: "Only runs of this skill.", completion: .custom(Completions.skills))
    var skill: String?

    @OptionGroup var options: ClientOptions

    func run() async throws {
        let session = try Session(options)
        if let run, !options.json { return try await RunWatch(session: session, id: run).follow() }
        var last: String?
        var failures = 0
        while true {
            do {
                let next = try await session.api.follow([("run", run), ("skill", skill)], from: last) { event in
                    failures = 0
                    try show(event, on: session.page)
                    return run == nil || event.name != "run.ended"
                }
                guard let next else { return }
                last = next.isEmpty ? nil : next
            } catch let failure as APIFailure {
                if case .refused = failure { throw failure }
                failures += 1
                // A server that restarts is back in a moment.
                if failures > 20 || last == nil { throw failure }
            }
            await SystemTime().sleep(until: session.page.now + .milliseconds(500))
        }
    }

    private func show(_ event: APIClient.Event, on page: Page) throws {
        if page.isJSON {
            var object = event.content.object ?? [:]
            object["event"] = .string(event.name)
            try page.output.line(JSON.object(object).text(.compact))
        } else {
            try page.output.line(EventLine.text(event, on: page.screen))
        }
    }
}
