import CrashPoints
import Git
import Logging
import Workspace

/// Branch `main` and the working tree, which follow what is live.
extension Registry {
    private var note: CheckOutNote { CheckOutNote(root: repository.path) }

    /// Moves `main`, and the working tree with it, to a commit that it leads to. Where people have commits of their own on it, it stays.
    func bringMain(to commit: CommitID) async {
        do {
            guard let main = try await repository.commit(at: mainRef), main != commit else { return }
            guard try await repository.isAncestor(main, of: commit) else {
                if try await !repository.isAncestor(commit, of: main) {
                    logger.warning(
                        "main has commits of its own; merge refs/ratchet/live into it before the next adopt", metadata: ["live": "\(commit)"])
                }
                return
            }
            try await moveMain(from: main, to: commit, reason: "follow the live commit")
        } catch {
            logger.warning("main does not follow what is live", metadata: ["error": "\(error)"])
        }
    }

    /// Moves `main` and then the working tree, when that is on `main`. A crash between the two is made up for by `finishCheckOut()`.
    func moveMain(from main: CommitID, to commit: CommitID, reason: String) async throws {
        guard case .branch(mainRef, _) = try await repository.head() else {
            return try await repository.update(mainRef, from: main, to: commit, by: attribution, reason: reason)
        }
        if try note.read() == nil { try note.write(main) }
        CrashPoint.reach("main.noted")
        try await repository.update(mainRef, from: main, to: commit, by: attribution, reason: reason)
        CrashPoint.reach("main.moved")
        try await finishCheckOut()
    }

    /// Brings the working tree along to `main` from the commit of the note. Nothing is done without a note.
    /// - Parameter wasKilled: whether the process that made the note may have been killed while it wrote files.
    func finishCheckOut(wasKilled: Bool = false) async throws {
        guard let shown = try note.read() else { return }
        guard case .branch(mainRef, let main) = try await repository.head(), try await repository.isAncestor(shown, of: main) else {
            return try note.remove()
        }
        if wasKilled { try await repository.completePartialFiles(from: shown, to: main) }
        for path in try await repository.checkOutFastForward(from: shown, to: main).leftAlone {
            logger.warning("a file has changes of yours and was left as it is", metadata: ["path": "\(path)"])
        }
        CrashPoint.reach("main.checked-out")
        try note.remove()
    }
}
