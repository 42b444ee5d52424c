import Git
import Workspace

/// A commit as people name it: its id or the start of it, a branch, a tag.
struct CommitName {
    let text: String

    /// How far back the start of an id is looked for.
    private static let reach = 10_000

    /// - Throws: `UsageFailure` when the workspace has no such commit, or several.
    func resolve(in workspace: WorkspaceLayout) async throws -> CommitID {
        if let id = CommitID(text) { return id }
        let repository = try await Repository.open(workspace.root)
        if text == "HEAD", let commit = try await repository.head().commit { return commit }
        for prefix in ["", "refs/heads/", "refs/tags/"] where (prefix + text).hasPrefix("refs/") {
            guard let name = try? RefName(prefix + text), let commit = try await repository.commit(at: name) else { continue }
            return commit
        }
        let found = try await matches(in: repository)
        guard let commit = found.first else { throw UsageFailure("there is no commit \"\(text)\" in \(workspace.root)") }
        guard found.count == 1 else { throw UsageFailure("\"\(text)\" is the start of \(found.count) commits; give more of the id") }
        return commit
    }

    /// The commits on any branch or tag whose id starts with the text.
    private func matches(in repository: Repository) async throws -> Set<CommitID> {
        let start = text.lowercased()
        guard start.utf8.count >= 4, start.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }) else { return [] }
        var found: Set<CommitID> = []
        for tip in Set(try await repository.references().map(\.commit)) {
            for commit in try await repository.history(from: tip, limit: Self.reach) where commit.id.description.hasPrefix(start) {
                found.insert(commit.id)
            }
        }
        return found
    }
}
