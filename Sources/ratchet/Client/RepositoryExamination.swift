import Git
import Registry
import Terminal
import Workspace

/// What the git repository of a workspace tells about its health.
enum RepositoryExamination {
    static func checks(_ workspace: WorkspaceLayout) async -> [Diagnosis.Check] {
        do {
            let repository = try await Repository.open(workspace.root)
            let live = try await repository.commit(at: try RefName(WorkspaceLayout.liveRef))
            let main = try await repository.commit(at: try RefName(WorkspaceLayout.mainRef))
            let attestation = try await attestation(of: live, repository, workspace)
            return [.init("repository", .ok, repository.path), commits(live: live, main: main)] + attestation
        } catch {
            return [.init("repository", .fail, "\(error)", advice: "`ratchet init \(workspace.root)` makes a repository of a folder")]
        }
    }

    /// Whether the live commit got there through Ratchet. Without the key that is for the server to say.
    private static func attestation(of live: CommitID?, _ repository: Repository, _ workspace: WorkspaceLayout) async throws -> [Diagnosis.Check] {
        let file = SigningKeyFile(tokens: TokenFiles(workspace: workspace, environment: Environment.all))
        guard let live, let key = try Files.read(file.path).flatMap({ SigningKey(file: $0) }) else { return [] }
        guard let flaw = try await Attestation(repository: repository, key: key).flaw(of: live) else {
            return [.init("live signature", .ok, "of this workspace's key")]
        }
        return [
            .init(
                "live signature", .fail, "\("\(live)".prefix12) \(flaw); it is not loaded",
                advice: "`ratchet adopt` makes main live with a signed commit; `git reflog show \(WorkspaceLayout.liveRef)` tells what was there")
        ]
    }

    private static func commits(live: CommitID?, main: CommitID?) -> Diagnosis.Check {
        guard let live else {
            return .init("live commit", .warn, "nothing is live", advice: "commit skills and loops on main, then `ratchet adopt`")
        }
        guard let main, main != live else { return .init("live commit", .ok, "\(live)".prefix12) }
        return .init(
            "live commit", .warn, "\("\(live)".prefix12), while main is at \("\(main)".prefix12)",
            advice: "`ratchet adopt --dry-run` tells the difference")
    }
}

extension String {
    fileprivate var prefix12: String { String(prefix(12)) }
}
