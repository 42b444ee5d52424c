import JSON
import Testing

/// What people do to the runs of a server that may die at any moment, and what they were told of it.
struct KillPeople {
    /// What was said to the runs whose question was answered, where the server said that it has the answer.
    private(set) var answers: [String: Int] = [:]
    /// Runs that somebody wanted to end.
    private(set) var wanted: Set<String> = []
    /// Those of them of which the server said that it has the request.
    private(set) var cancelled: Set<String> = []
    private var said = 0

    /// Starts a run that asks, answers what is asked, and has a run ended now and then. The server may die meanwhile.
    mutating func act(on ground: Ground, cancelling: Bool) async throws {
        let started = try await ground.ratchet("run", "ask")
        if started.code == 0, cancelling {
            let run = started.output
            wanted.insert(run)
            if try await ground.ratchet("runs", "cancel", run).code == 0 { cancelled.insert(run) }
        }
        try await answer(on: ground, most: 1)
    }

    /// Answers what waits in the inbox, the oldest first.
    mutating func answer(on ground: Ground, most: Int = .max) async throws {
        let inbox = try await ground.ratchet("inbox", "--json")
        guard inbox.code == 0, let items = try? JSON(parsing: Array(inbox.output.utf8))["items"]?.array else { return }
        for item in items.filter({ $0["run_id"]?.string.map { !cancelled.contains($0) } ?? false }).prefix(most) {
            guard let id = item["id"]?.string, let run = item["run_id"]?.string else { continue }
            said += 1
            if try await ground.ratchet("answer", id, "--set", "n=\(said)").code == 0 { answers[run] = said }
        }
    }
}
