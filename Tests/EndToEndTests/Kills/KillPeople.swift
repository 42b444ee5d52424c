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

    /// What becomes of a run that was started.
    enum Deed: CaseIterable { case none, cancel, pause }

    /// Starts a run that asks, answers what is asked, and has a run ended or paused and resumed now and then. The server may die meanwhile.
    mutating func act(on ground: Ground, _ deed: Deed) async throws {
        let started = try await ground.ratchet("run", "ask")
        let run = started.output
        if started.code == 0, deed == .pause {
            _ = try await ground.ratchet("runs", "pause", run)
            _ = try await ground.ratchet("runs", "resume", run)
        }
        if started.code == 0, deed == .cancel {
            wanted.insert(run)
            if try await ground.ratchet("runs", "cancel", run).code == 0 { cancelled.insert(run) }
        }
        try await answer(on: ground, most: 1)
    }

    /// Lets go on whatever stands still.
    func resumeAll(on ground: Ground) async throws {
        for run in try await ground.answer("runs", "list", "--all", "--state", "paused")["items"]?.array ?? [] {
            if let id = run["id"]?.string { _ = try await ground.ratchet("runs", "resume", id) }
        }
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
