import CGit

/// A git repository with a working tree: the one owner of libgit2 for that directory.
///
/// Reads and writes go to the object database and the references. The working tree and the index are touched by
/// ``checkOutFastForward(from:to:)`` alone. No hook, filter program or external diff is ever run: libgit2 has none.
/// Stock git may work on the same directory at the same time; both follow git's lock files.
///
/// ## THREAD SAFETY
///
/// libgit2's contract (its `docs/threading.md`):
///
/// > Unless otherwise specified, libgit2 objects cannot be safely accessed by multiple threads simultaneously.
/// > […] Use an object from a single thread at a time.
/// > […] The `git_odb` object uses locking internally, and is thread-safe to use from multiple threads simultaneously.
/// > […] The error message is thread-local. The `git_error_last()` call must happen on the same thread as the error.
///
/// Hence:
/// - The `git_repository` and every object made from it live and die inside this actor. None leaves it; callers get values.
/// - The actor runs on a serial queue of its own. One job runs at a time, on one thread from its start to its end; blocking C never holds a
///   thread of Swift's shared pool.
/// - No method suspends between a C call and the reading of its error message: every method here is synchronous.
/// - Two instances on one directory, in one process or two, are as independent as two git processes.
package actor Repository {
    /// The top directory of the working tree, absolute, with a slash at its end.
    package nonisolated let path: String
    let handle: Owned
    private nonisolated let queue: GitQueue

    package nonisolated var unownedExecutor: UnownedSerialExecutor { queue.asUnownedSerialExecutor() }

    /// Opens the repository whose top directory is `path`. Parents are not searched and the environment (`GIT_DIR`) is ignored.
    ///
    /// Refuses a bare repository, one that belongs to another user, and formats that libgit2 does not know (SHA-256, reftable).
    package static func open(_ path: String) async throws(GitError) -> Repository {
        try await make { queue throws(GitError) in try Repository(opening: path, on: queue) }
    }

    /// Makes an empty repository whose HEAD is the unborn branch `initialBranch`, and the directories above it.
    package static func create(_ path: String, initialBranch: String = "main") async throws(GitError) -> Repository {
        try await make { queue throws(GitError) in
            try initialise(path, branch: initialBranch)
            return try Repository(opening: path, on: queue)
        }
    }

    private static func make(
        _ body: @escaping @Sendable (GitQueue) throws(GitError) -> Repository
    ) async throws(GitError) -> Repository {
        let queue = GitQueue()
        return try await queue.run { () throws(GitError) in
            try Library.start()
            return try body(queue)
        }
    }

    private init(opening path: String, on queue: GitQueue) throws(GitError) {
        let opened: Owned
        do throws(GitError) {
            opened = try Owned("open", path, free: git_repository_free) {
                git_repository_open_ext(&$0, path, GIT_REPOSITORY_OPEN_NO_SEARCH.rawValue, nil)
            }
        } catch {
            guard case .notFound = error else { throw error }
            // Of a foreign repository, libgit2 1.5 says that the setting `safe.directory` was not found.
            let isForeign = git_error_last()?.pointee.klass == Int32(GIT_ERROR_CONFIG.rawValue)
            throw isForeign ? .foreignOwner(path: path) : .notARepository(path: path)
        }
        guard git_repository_is_bare(opened.pointer) == 0, let directory = git_repository_workdir(opened.pointer) else {
            throw .bare(path: path)
        }
        try LooseObjects.guardReads(of: opened.pointer)
        self.path = String(cString: directory)
        self.queue = queue
        handle = opened
    }

    private static func initialise(_ path: String, branch: String) throws(GitError) {
        let branch = try RefName("refs/heads/" + branch)
        var options = git_repository_init_options()
        try check(git_repository_init_options_init(&options, UInt32(GIT_REPOSITORY_INIT_OPTIONS_VERSION)), "prepare a repository")
        options.flags = GIT_REPOSITORY_INIT_MKPATH.rawValue | GIT_REPOSITORY_INIT_NO_REINIT.rawValue
        var made: OpaquePointer?
        let status = branch.short.withCString { name in
            options.initial_head = name
            return git_repository_init_ext(&made, path, &options)
        }
        git_repository_free(made)
        if status == GIT_EEXISTS.rawValue { throw .alreadyExists(path: path) }
        try check(status, "create a repository in", path)
    }

    /// Runs on the queue, so the C objects die where they lived.
    isolated deinit {}
}
