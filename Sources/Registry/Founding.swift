package import CivilTime
package import Git
package import Workspace

/// Making a workspace.
package enum Founding {
    /// Why no workspace was made.
    package enum Refusal: Error, Sendable, CustomStringConvertible {
        case exists(String)
        case notEmpty(path: String, file: String)
        case otherBranch(path: String, head: String)

        package var description: String {
            switch self {
            case .exists(let path): "\(path) is a workspace already"
            case .otherBranch(let path, let head):
                "the repository in \(path) is \(head), and a workspace lives on main; `git switch main` or `git branch -m main` first"
            case .notEmpty(let path, let file): "\(path) has a file of yours in the way: \(file). Name an empty folder, or move it"
            }
        }
    }

    /// Writes the settings, the shipped skills and loops and a README, commits them, and makes that commit live. An existing git
    /// repository is used as it is; files that are in the way are never overwritten.
    /// - Parameter key: signs the commit; git is told that its signatures are good.
    /// - Returns: the first live commit.
    @discardableResult
    package static func create(
        at root: String, files: [(path: String, bytes: [UInt8])] = NewWorkspace.files, key: SigningKey, now: Instant
    ) async throws -> CommitID {
        let layout = WorkspaceLayout(root: root)
        guard !Files.exists(layout.settings) else { throw Refusal.exists(root) }
        for (path, _) in files where Files.exists("\(root)/\(path)") { throw Refusal.notEmpty(path: root, file: path) }
        try Files.makeFolder(root)
        let repository = Files.exists(root + "/.git") ? try await Repository.open(root) : try await Repository.create(root)
        let main = try RefName(WorkspaceLayout.mainRef)
        let head = try await repository.head()
        switch head {
        case .branch(main, _), .unborn(main): break
        default: throw Refusal.otherBranch(path: root, head: head.description)
        }
        let live = try RefName(WorkspaceLayout.liveRef)
        let base = try await repository.commit(at: main)
        let who = try Attribution(name: "Ratchet", email: "ratchet@localhost", time: now)
        try await CommitSigning.prepare(repository, root: root, key: key)
        let message = CommitMessage(subject: "Start the workspace", trailers: [try Trailer("Ratchet-Policy", "init")])
        let commit = try await repository.commit(
            on: base, changes: files.map { .write($0.path, $0.bytes) }, message: message.text, author: who, sign: key.signer)
        try await repository.update(main, from: base, to: commit, by: who, reason: "init")
        _ = try await repository.checkOutFastForward(from: base, to: commit)
        try await repository.update(live, from: try await repository.commit(at: live), to: commit, by: who, reason: "init")
        return commit
    }
}
