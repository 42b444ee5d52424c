import CGit

/// What the working tree has checked out.
package enum Head: Sendable, Hashable, CustomStringConvertible {
    case branch(RefName, CommitID)
    /// A branch without a commit yet, as right after `git init`.
    case unborn(RefName)
    /// A commit, not a branch.
    case detached(CommitID)

    package var commit: CommitID? {
        switch self {
        case .branch(_, let commit), .detached(let commit): commit
        case .unborn: nil
        }
    }

    package var description: String {
        switch self {
        case .branch(let name, let commit): "on \(name.short) at \(commit)"
        case .unborn(let name): "on \(name.short), which has no commit yet"
        case .detached(let commit): "detached at \(commit)"
        }
    }
}

extension Repository {
    package func head() throws(GitError) -> Head {
        let head = try Owned("read", "HEAD", free: git_reference_free) { git_reference_lookup(&$0, handle.pointer, "HEAD") }
        if let target = git_reference_target(head.pointer) { return .detached(CommitID(target.pointee)) }
        let name = try RefName(String(cString: git_reference_symbolic_target(head.pointer)))
        return if let commit = try commit(at: name) { .branch(name, commit) } else { .unborn(name) }
    }

    /// What the user is in the middle of: `merge`, `rebase`, `cherry-pick`, `revert`, `bisect`, `patch`. Nil when nothing is.
    package func unfinishedOperation() -> String? {
        switch git_repository_state_t(UInt32(max(git_repository_state(handle.pointer), 0))) {
        case GIT_REPOSITORY_STATE_NONE: nil
        case GIT_REPOSITORY_STATE_MERGE: "merge"
        case GIT_REPOSITORY_STATE_REVERT, GIT_REPOSITORY_STATE_REVERT_SEQUENCE: "revert"
        case GIT_REPOSITORY_STATE_CHERRYPICK, GIT_REPOSITORY_STATE_CHERRYPICK_SEQUENCE: "cherry-pick"
        case GIT_REPOSITORY_STATE_BISECT: "bisect"
        case GIT_REPOSITORY_STATE_APPLY_MAILBOX, GIT_REPOSITORY_STATE_APPLY_MAILBOX_OR_REBASE: "patch"
        default: "rebase"
        }
    }
}
