import CGit

/// The process-wide state of libgit2, set up once before its first use and kept until the process ends.
///
/// The operator's configuration has no say in what Ratchet reads and writes: the system, global and XDG search paths are empty, so no
/// `~/.gitconfig`, no include, no global attribute, ignore or hook path is ever read. The repository's own `.git/config` is.
///
/// Objects, references and their directories are synchronised to disk before a call returns: a reference never outlives a power cut that
/// its commit did not.
enum Library {
    static func start() throws(GitError) { try started.get() }

    private static let started: Result<Void, GitError> = {
        do throws(GitError) {
            try check(git_libgit2_init(), "start libgit2")
            for level in [GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_GLOBAL, GIT_CONFIG_LEVEL_PROGRAMDATA] {
                try check(git_set_search_path(level, ""), "clear a configuration search path")
            }
            try check(git_set_fsync(1), "turn on synchronous writes")
            try check(git_set_owner_validation(1), "turn on owner validation")
            return .success(())
        } catch {
            return .failure(error)
        }
    }()
}
