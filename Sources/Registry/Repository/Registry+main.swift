import CrashPoints
import Git
import Logging
import Workspace

/// Branch `main` and the working tree, which follow what is live.
extension Registry {
    /// A move of the working tree that could not be made yet.
    struct Debt: Sendable {
        /// What the working tree has.
        let from: CommitID
        let to: CommitID
    }

    /// Moves `main`, and the working tree with it, to a commit that it leads to. Where people have commits of their own on it, it stays; where
    /// they are in the middle of something, or another program holds a lock, it is tried again by `look`.
    func bringMain(to commit: CommitID) async {
        let owed = debt
        do {
            guard let main = try await repository.commit(at: mainRef) else { return }
            guard main != commit || owed?.to == commit, try await repository.isAncestor(main, of: commit) else { return setDebt(nil) }
            setDebt(Debt(from: owed?.from ?? main, to: commit))
            let isCheckedOut = if case .branch(mainRef, _) = try await repository.head() { true } else { false }
            if isCheckedOut {
                if let operation = await repository.unfinishedOperation() { throw GitError.unfinished(operation) }
                if await repository.isIndexLocked() { throw GitError.locked("the index", reason: "index.lock exists") }
            }
            if main != commit {
                try await repository.update(mainRef, from: main, to: commit, by: attribution, reason: "follow the live commit")
                CrashPoint.reach("adopt.main.moved")
            }
            if isCheckedOut {
                for path in try await repository.checkOutFastForward(from: owed?.from ?? main, to: commit).leftAlone {
                    logger.warning("a file has changes of yours and was left as it is", metadata: ["path": "\(path)"])
                }
                CrashPoint.reach("adopt.main.checked-out")
            }
            setDebt(nil)
            note(nil, about: [.locked])
        } catch {
            note(
                RepositoryTrouble(
                    kind: .locked, message: "main does not follow what is live: \(error)",
                    advice: "finish what git is doing there; it is tried again"),
                about: [.locked])
        }
    }
}
