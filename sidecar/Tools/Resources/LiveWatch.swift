import JSON
import MCP

/// Notices what has changed on the server and tells the clients: the live skills, and the skills and runs they watch.
struct LiveWatch: Sendable {
    let backend: any Backend
    let changes: ChangeFeed
    /// Whether the list of tools follows the live skills.
    let hasSkillTools: Bool
    let clock: any Clock<Duration>

    /// Until the task is cancelled.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await followLive() }
            group.addTask { await followRuns() }
        }
    }

    /// Asks the server to answer when something else is live. While it is away the same question is asked again, after ever longer pauses.
    private func followLive() async {
        var known: Known?
        var pause = Self.shortestPause
        // Lists that were asked for before the server was there are not those of the server.
        var isLate = false
        while !Task.isCancelled {
            do throws(BackendFailure) {
                let answer = try await backend.get(["live"], known.map { [("known", $0.commit), ("wait", "25")] } ?? [])
                pause = Self.shortestPause
                let commit = answer.text("commit") ?? "none"
                guard commit != known?.commit else {
                    // A server that stops answers waits at once.
                    try? await clock.sleep(for: Self.breath)
                    continue
                }
                let skills = try await versions()
                if known != nil || isLate { tell(from: known?.skills ?? [:], to: skills) }
                known = Known(commit: commit, skills: skills)
            } catch {
                isLate = true
                try? await clock.sleep(for: pause)
                pause = min(pause * 2, Self.longestPause)
            }
        }
    }

    private struct Known {
        var commit: String
        var skills: [String: String]
    }

    /// The ids of the live versions by the names of the skills.
    private func versions() async throws(BackendFailure) -> [String: String] {
        let skills = try await backend.get("skills").items("items")
        return Dictionary(skills.map { ($0.text("name") ?? "", $0.text("version_id") ?? "") }) { $1 }
    }

    private func tell(from old: [String: String], to new: [String: String]) {
        let changed = Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }
        guard !changed.isEmpty else { return }
        changes.post(.resources)
        if hasSkillTools { changes.post(.tools) }
        for name in changed.sorted() { changes.post(.resource(uri: "skill://\(name)")) }
    }

    /// Each run that is watched is asked after until it has ended; no more than some at a time.
    private func followRuns() async {
        var followed: [String: Task<Void, Never>] = [:]
        for await uris in changes.watched() {
            let runs = uris.filter { $0.hasPrefix("run://") }
            for (uri, task) in followed where !runs.contains(uri) {
                task.cancel()
                followed[uri] = nil
            }
            for uri in runs.sorted() where followed[uri] == nil && followed.count < Self.mostRuns {
                // Its own task, since it begins and ends with a subscription; it is kept here and cancelled with it.
                followed[uri] = Task { await follow(uri) }
            }
        }
        for task in followed.values { task.cancel() }
    }

    private func follow(_ uri: String) async {
        let id = String(uri.dropFirst("run://".count))
        var known: JSON?
        while !Task.isCancelled {
            let run = try? await backend.get(["runs", id], known == nil ? [] : [("wait", "5")])
            guard let run else { try? await clock.sleep(for: Self.longestPause); continue }
            let seen: JSON = [run["state"] ?? .null, .count(run.items("steps").count)]
            if known == seen { try? await clock.sleep(for: Self.breath) }
            // One that has ended before it was looked at is told, too: whoever watches it may have read it before.
            if known.map({ $0 != seen }) ?? RunView.hasEnded(run) { changes.post(.resource(uri: uri)) }
            known = seen
            if RunView.hasEnded(run) { return }
        }
    }

    static let mostRuns = 64
    private static let breath = Duration.milliseconds(200)
    private static let shortestPause = Duration.seconds(1)
    private static let longestPause = Duration.seconds(30)
}
