import CrashPoints
import Git
import Logging
import Workspace

/// Branch `main` and the working tree, which follow what is live.
extension Registry {
    private var checkOutNote: CheckOutNote { CheckOutNote(root: repository.path) }

    /// Whether `main` or the working tree could not follow yet.
    var isMainHeldUp: Bool { troubles.contains { $0.kind == .locked } }

    /// Moves `main`, and the working tree with it, to a live commit that it leads to, and finishes a check-out that was cut short before. Where
    /// people have commits of their own on `main`, it stays; where they are in the middle of something, or another program holds a lock, it is
    /// tried again by `look`.
    /// - Parameter wasKilled: whether the process that made the note may have been killed while it wrote files.
    func bringMain(to live: CommitID, wasKilled: Bool = false) async {
        do {
            try await follow(live, wasKilled)
            note(nil, about: [.locked])
        } catch {
            note(
                RepositoryTrouble(
                    kind: .locked, message: "main does not follow what is live: \(error)",
                    advice: "finish what git is doing there; it is tried again"),
                about: [.locked])
        }
    }

    private func follow(_ live: CommitID, _ wasKilled: Bool) async throws {
        guard let main = try await repository.commit(at: mainRef) else { return }
        let isMoving = main == live ? false : try await repository.isAncestor(main, of: live)
        let shown = try checkOutNote.read()
        guard isMoving || shown != nil else { return }
        guard try await isCheckedOut() else {
            if isMoving { try await moveMain(from: main, to: live) }
            return try checkOutNote.remove()
        }
        if await repository.isIndexLocked() { throw GitError.locked("the index", reason: "index.lock exists") }
        if let shown { try await checkOut(from: shown, to: main, wasKilled) }
        guard isMoving else { return }
        try checkOutNote.write(main)
        CrashPoint.reach("main.noted")
        try await moveMain(from: main, to: live)
        CrashPoint.reach("main.moved")
        try await checkOut(from: main, to: live, false)
    }

    /// Whether the working tree is on `main`. Throws while somebody is in the middle of something there, which a rebase is with HEAD detached.
    private func isCheckedOut() async throws(GitError) -> Bool {
        let head = try await repository.head(), operation = await repository.unfinishedOperation()
        switch head {
        case .branch(mainRef, _):
            if let operation { throw .unfinished(operation) }
            return true
        case .detached:
            if let operation { throw .unfinished(operation) }
            return false
        case .branch, .unborn: return false
        }
    }

    private func moveMain(from main: CommitID, to live: CommitID) async throws {
        try await repository.update(mainRef, from: main, to: live, by: attribution, reason: "follow the live commit")
    }

    /// Brings the working tree along to `main` from what it shows. Where somebody has moved `main` away from that, there is nothing to bring.
    private func checkOut(from shown: CommitID, to main: CommitID, _ wasKilled: Bool) async throws {
        if try await repository.isAncestor(shown, of: main) {
            if wasKilled { try await repository.completePartialFiles(from: shown, to: main) }
            for path in try await repository.checkOutFastForward(from: shown, to: main).leftAlone {
                logger.warning("a file has changes of yours and was left as it is", metadata: ["path": "\(path)"])
            }
            CrashPoint.reach("main.checked-out")
        }
        try checkOutNote.remove()
    }
}
