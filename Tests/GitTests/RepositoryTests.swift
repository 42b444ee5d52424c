import Testing

@testable import Git

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct RepositoryTests {
    @Test func `a created repository is an ordinary one on an unborn branch`() async throws {
        let directory = TemporaryDirectory()
        let repository = try await Repository.create(directory["a/b"], initialBranch: "trunk")
        #expect(try await repository.head() == .unborn("refs/heads/trunk"))
        #expect(repository.path.hasSuffix("/a/b/"))
        let git = StockGit(directory: directory["a/b"], home: directory.path)
        #expect(git("rev-parse", "--is-bare-repository") == "false\n")
        #expect(git("symbolic-ref", "HEAD") == "refs/heads/trunk\n")
        #expect(git("status", "--porcelain") == "")
    }

    @Test func `create refuses a directory that holds a repository`() async throws {
        let space = try await Workspace.create()
        #expect(await failure { try await Repository.create(space.directory.path) } == .alreadyExists(path: space.directory.path))
    }

    @Test func `open refuses a directory without a repository and does not search its parents`() async throws {
        let space = try await Workspace.create()
        mkdir(space.directory["inner"], 0o755)
        let inner = space.directory["inner"]
        #expect(await failure { try await Repository.open(inner) } == .notARepository(path: inner))
        #expect(await failure { try await Repository.open("/nowhere") } == .notARepository(path: "/nowhere"))
    }

    @Test func `a bare repository is refused`() async throws {
        let directory = TemporaryDirectory()
        StockGit(directory: directory.path, home: directory.path)("init", "-q", "--bare", "bare.git")
        let path = directory["bare.git"]
        #expect(await failure { try await Repository.open(path) } == .bare(path: path))
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give a directory away"))
    func `a repository of another user is refused with the way out`() async throws {
        let space = try await Workspace.create()
        chown(space.directory.path, 12345, 12345)
        chown(space.directory[".git"], 12345, 12345)
        let error = await failure { try await Repository.open(space.directory.path) }
        #expect(error == .foreignOwner(path: space.directory.path))
        #expect(error?.description.contains("chown") == true)
    }

    @Test func `HEAD is told apart as a branch, an unborn branch and a detached commit`() async throws {
        let space = try await Workspace.create()
        #expect(try await space.repository.head().commit == nil)
        let commit = try await space.land([.write("a", "1\n")])
        #expect(try await space.repository.head() == .branch(.main, commit))
        space.git("checkout", "-q", "--detach")
        #expect(try await space.repository.head() == .detached(commit))
    }

    @Test func `a merge that stopped on a conflict is reported`() async throws {
        let space = try await Workspace.create()
        try await space.land([.write("a", "1\n")])
        space.git("checkout", "-q", "-b", "side")
        space.directory.write("a", "2\n")
        space.git("commit", "-qam", "two")
        space.git("checkout", "-q", "main")
        space.directory.write("a", "3\n")
        space.git("commit", "-qam", "three")
        #expect(await space.repository.unfinishedOperation() == nil)
        space.git("merge", "side")
        #expect(await space.repository.unfinishedOperation() == "merge")
        #expect(try await space.repository.status().map(\.isConflicted) == [true])
    }

    @Test func `settings go to the repository's own file`() async throws {
        let space = try await Workspace.create()
        #expect(try await space.repository.config("gpg.format") == nil)
        try await space.repository.setConfig("gpg.format", "ssh")
        try await space.repository.setConfig("gpg.ssh.allowedSignersFile", ".ratchet/signers \"é\" # x")
        #expect(try await space.repository.config("gpg.format") == "ssh")
        #expect(space.git("config", "--local", "gpg.format") == "ssh\n")
        #expect(space.git("config", "gpg.ssh.allowedsignersfile") == ".ratchet/signers \"é\" # x\n")
        #expect(await failure { try await space.repository.setConfig("a\nb", "c") } != nil)
        #expect(await failure { try await space.repository.setConfig("nodot", "c") } != nil)
        space.directory.write(".git/config.lock", "")
        let locked = await failure { try await space.repository.setConfig("gpg.format", "openpgp") }
        guard case .locked = locked else { Issue.record("\(String(describing: locked))"); return }
    }

    /// Two jobs block inside git while the pool, which has one thread a core, goes on: they cannot be on its threads.
    @Test func `blocking work holds no thread of the shared pool`() async throws {
        let spaces = [try await Workspace.create(), try await Workspace.create(), try await Workspace.create(), try await Workspace.create()]
        let gate = Gate()
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for space in spaces {
                group.addTask {
                    let answered = Gate.Answer()
                    _ = try await space.repository.commit(on: nil, changes: [.write("a", "1")], message: "One", author: .robot()) { _ in
                        answered.value = gate.wait(seconds: 20)
                        return "-----BEGIN TEST-----"
                    }
                    return answered.value
                }
            }
            group.addTask {
                while gate.waiting < spaces.count { await Task.yield() }
                gate.open()
                return true
            }
            for try await wasOpened in group { #expect(wasOpened) }
        }
    }
}
