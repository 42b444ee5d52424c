import Git
@testable import Registry
import Testing
import Workspace

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The working tree follows `main`, whatever comes between.
@Suite struct CheckOutNoteTests {
    private static let path = WorkspaceLayout.skillPath("greet")

    /// What the file of the working tree is when the process is killed: untouched, as it begins, empty, or whole.
    @Test(arguments: [nil, 40, 0, 100_000] as [Int?])
    func `a check-out that was cut short is finished at the next start`(written: Int?) async throws {
        let ground = try await Ground.greeting()
        let before = try #require(ground.registry.snapshot.commit)
        try await ground.approve(try await ground.propose(Ground.skill("greet", text: "b")).proposal)
        let after = try #require(ground.registry.snapshot.commit)
        #expect(try CheckOutNote(root: ground.root).read() == nil)
        // As it was before `main` moved, and the note that was made first.
        let old = try await ground.repository.file(Self.path, at: before)
        try await ground.repository.update("refs/heads/main", from: after, to: before, by: ground.registry.attribution, reason: "test")
        try Files.write("\(ground.root)/\(Self.path)", try #require(old))
        try stage(ground)
        try CheckOutNote(root: ground.root).write(before)
        let new = try #require(try await ground.repository.file(Self.path, at: after))
        if let written { try Files.write("\(ground.root)/\(Self.path)", Array(new.prefix(written))) }
        try await ground.repository.update("refs/heads/main", from: before, to: after, by: ground.registry.attribution, reason: "test")
        #expect(try await !ground.repository.status(paths: ["skills"]).isEmpty)
        for _ in 0..<2 {
            try await ground.registry.repair()
            #expect(try await ground.repository.status(paths: ["skills"]).isEmpty)
            #expect(try CheckOutNote(root: ground.root).read() == nil)
        }
        await ground.close()
    }

    @Test func `main and a check-out that another git process held up are made up for with the next change`() async throws {
        let ground = try await Ground.greeting()
        let before = ground.registry.snapshot.commit, lock = ground.root + "/.git/index.lock"
        try Files.write(lock, [])
        try await ground.approve(try await ground.propose(Ground.skill("greet", text: "b")).proposal)
        #expect(Files.exists(lock), "git's own lock is never taken away")
        #expect(try await ground.repository.commit(at: "refs/heads/main") == before)
        #expect(try await ground.repository.status(paths: ["skills"]).isEmpty && CheckOutNote(root: ground.root).read() == nil)
        try Files.remove(lock)
        try await ground.approve(try await ground.propose(Ground.skill("other")).proposal)
        #expect(try await ground.repository.commit(at: "refs/heads/main") == ground.registry.snapshot.commit)
        #expect(try await ground.repository.status(paths: ["skills"]).isEmpty)
        await ground.close()
    }

    @Test func `a check-out that was cut short waits for another git process too, and is finished by the next look`() async throws {
        let ground = try await Ground.greeting()
        let before = try #require(ground.registry.snapshot.commit)
        let lock = ground.root + "/.git/index.lock"
        try Files.write(lock, [])
        try await ground.approve(try await ground.propose(Ground.skill("greet", text: "b")).proposal)
        let after = try #require(ground.registry.snapshot.commit)
        // Main moved, the tree did not.
        try CheckOutNote(root: ground.root).write(before)
        try await ground.put(after, on: "refs/heads/main")
        let restarted = try await ground.restarted()
        try await restarted.repair()
        #expect(try restarted.isMainHeldUp && CheckOutNote(root: ground.root).read() == before)
        try Files.remove(lock)
        await restarted.look(policy: ChangePolicy())
        #expect(try !restarted.isMainHeldUp && CheckOutNote(root: ground.root).read() == nil)
        #expect(try await ground.repository.status(paths: ["skills"]).isEmpty)
        await ground.close()
    }

    @Test func `locks that a killed process left are removed at the start, and git's own on the index stays`() async throws {
        let ground = try await Ground.greeting()
        let waiting = try await ground.propose(Ground.skill("greet", text: "b"))
        let branch = try await ground.store.proposal(waiting.proposal ?? "").branch
        let locks = ["refs/ratchet/live", "refs/heads/main", branch, "packed-refs"].map { "\(ground.root)/.git/\($0).lock" }
        for lock in locks { try Files.write(lock, []) }
        try Files.write(ground.root + "/.git/index.lock", Array("ratchet\n".utf8))
        try await ground.registry.repair()
        for lock in locks { #expect(!Files.exists(lock), "\(lock)") }
        #expect(!Files.exists(ground.root + "/.git/index.lock"))
        try await ground.approve(waiting.proposal)
        #expect(try await ground.repository.status(paths: ["skills"]).isEmpty)
        try Files.write(ground.root + "/.git/index.lock", Array("DIRC".utf8))
        try await ground.registry.repair()
        #expect(Files.exists(ground.root + "/.git/index.lock"))
        await ground.close()
    }

    @Test func `the branch of an open proposal that somebody removed is made again at the start`() async throws {
        let ground = try await Ground.greeting()
        let waiting = try await ground.propose(Ground.skill("greet", text: "b"))
        let proposal = try await ground.store.proposal(waiting.proposal ?? "")
        let branch = try RefName(proposal.branch), commit = try #require(try await ground.repository.commit(at: branch))
        try await ground.repository.delete(branch, from: commit)
        try await ground.registry.repair()
        #expect(try await ground.repository.commit(at: branch) == commit)
        await ground.close()
    }

    /// Puts the file into the index as it is.
    private func stage(_ ground: Ground) throws {
        let words = ["git", "-C", ground.root, "add", Self.path]
        let arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        var child = pid_t()
        posix_spawnp(&child, "git", nil, nil, arguments, environ)
        var status: Int32 = 0
        waitpid(child, &status, 0)
        for argument in arguments { free(argument) }
        try #require(status == 0)
    }
}
