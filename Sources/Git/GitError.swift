import CGit

/// What went wrong in a repository. The description says what failed, on what, and what to do about it.
package enum GitError: Error, Sendable, Hashable {
    /// There is no git repository in this directory (parents are not searched).
    case notARepository(path: String)
    /// A repository without a working tree.
    case bare(path: String)
    /// The repository belongs to another user of this machine; git's rule against running on other people's repositories.
    case foreignOwner(path: String)
    /// `create` found a repository already there.
    case alreadyExists(path: String)
    /// A path, reference or setting that is not there.
    case notFound(String)
    /// No object has this id, or it is of another kind.
    case missingObject(String)
    /// An object, reference or index whose bytes on disk are damaged.
    case corrupt(String, reason: String)
    /// Another process holds git's lock file, or left it behind when it died.
    case locked(String, reason: String)
    /// A compare-and-swap lost: the reference holds `current` (nil: it does not exist). Nothing was changed.
    case refMoved(RefName, current: CommitID?)
    /// Input that cannot be stored: a path, name, message, key.
    case invalid(String, reason: String)
    /// A file or listing over the limit that the caller gave. `size` is what was found so far.
    case tooLarge(String, size: Int, limit: Int)
    /// A directory, symbolic link or submodule where a file was asked for. Links are never followed.
    case notAFile(String, kind: TreeEntry.Kind)
    /// The checked-out branch is not at the commit whose files were to be checked out.
    case headElsewhere(expected: CommitID, head: Head)
    /// The user is in the middle of a merge, rebase or the like.
    case unfinished(String)
    /// The signing closure threw, or returned something that is not a signature.
    case signing(reason: String)
    /// Anything else libgit2 reports: its code, what was being done, and its own message.
    case library(code: Int32, operation: String, message: String)
}

extension GitError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notARepository(let path):
            "\(path) is not a git repository. Name the top directory of the workspace, or create one there with `ratchet init`."
        case .bare(let path):
            "\(path) is a bare git repository. A workspace needs a working tree: clone it and use the clone."
        case .foreignOwner(let path):
            "\(path) is owned by another user, so git refuses to trust it. Run as the owner of the directory, or hand it over with `chown -R`."
        case .alreadyExists(let path):
            "\(path) already holds a git repository. Open it instead of creating it."
        case .notFound(let what):
            "\(what) does not exist."
        case .missingObject(let what):
            "\(what) is not in the object database. If something refers to it the repository is damaged: run `git fsck`."
        case .corrupt(let what, let reason):
            "\(what) is damaged (\(reason)). Run `git fsck --full` and restore it from a clone or a backup."
        case .locked(let what, let reason):
            "\(what) is locked by another process (\(reason)). Try again; if no git process is running, remove the stale `.lock` file it names."
        case .refMoved(let name, let current):
            "\(name) has moved: it \(current.map { "is at \($0)" } ?? "does not exist") now. Read it again and redo the change on top of that."
        case .invalid(let what, let reason):
            "\(what) cannot be stored in git: \(reason)."
        case .tooLarge(let what, let size, let limit):
            "\(what) is too large: \(size), the limit is \(limit). Make it smaller, or raise the limit."
        case .notAFile(let path, let kind):
            "\(path) is a \(kind.rawValue), not a file. Replace it with a plain file; links and submodules are not followed."
        case .headElsewhere(let expected, let head):
            "the working tree is not at \(expected) but \(head). Check that branch out with `git switch`, then try again."
        case .unfinished(let operation):
            "a \(operation) is unfinished in the working tree. Complete it or abort it with git, then try again."
        case .signing(let reason):
            "the commit could not be signed: \(reason). Nothing was written; check the signing key."
        case .library(let code, let operation, let message):
            "git could not \(operation): \(message) (libgit2 code \(code)). Check the disk and the permissions, and run `git fsck`."
        }
    }
}

extension GitError {
    /// The failure that libgit2 has just reported on this thread.
    ///
    /// libgit2 keeps the message per thread and until the next call: call this straight after the failed one, without a suspension between.
    static func last(_ status: Int32, _ operation: String, _ subject: String) -> GitError {
        let failure = git_error_last()
        let message = failure?.pointee.message.map { String(cString: $0) } ?? "no message"
        let domain = git_error_t(UInt32(max(failure?.pointee.klass ?? 0, 0)))
        let what = subject.isEmpty ? operation : subject
        switch git_error_code(status) {
        case GIT_ELOCKED: return .locked(what, reason: message)
        case GIT_EOWNER: return .foreignOwner(path: subject)
        case GIT_EMISMATCH: return .corrupt(what, reason: message)
        case GIT_EINVALIDSPEC: return .invalid(what, reason: message)
        case GIT_ENOTFOUND where [GIT_ERROR_ODB, GIT_ERROR_INVALID, GIT_ERROR_OBJECT].contains(domain): return .missingObject(what)
        case GIT_ENOTFOUND: return .notFound(what)
        case GIT_ERROR where damage.contains(domain): return .corrupt(what, reason: message)
        default: return .library(code: status, operation: subject.isEmpty ? operation : "\(operation) \(subject)", message: message)
        }
    }

    /// The parts of libgit2 whose plain failure means bytes on disk that do not parse.
    private static let damage: [git_error_t] = [
        GIT_ERROR_ZLIB, GIT_ERROR_ODB, GIT_ERROR_OBJECT, GIT_ERROR_TREE, GIT_ERROR_REFERENCE, GIT_ERROR_INDEX,
    ]
}

/// Turns a negative status into the error behind it. `operation` is a verb phrase, `subject` what it was done to.
func check(_ status: Int32, _ operation: String, _ subject: String = "") throws(GitError) {
    if status < 0 { throw .last(status, operation, subject) }
}
