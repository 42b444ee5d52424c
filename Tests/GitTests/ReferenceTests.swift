import Testing

@testable import Git

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct ReferenceTests {
    @Test func `a reference is created, moved and deleted only from the value that was expected`() async throws {
        let space = try await Workspace.create()
        let repository = space.repository
        let (one, two) = (try await commit(space, "1"), try await commit(space, "2"))
        #expect(try await repository.commit(at: .live) == nil)
        #expect(await failure { try await repository.update(.live, from: one, to: two, by: .robot(), reason: "x") } == .refMoved(.live, current: nil))
        try await repository.update(.live, from: nil, to: one, by: .robot(), reason: "Begin")
        #expect(await failure { try await repository.update(.live, from: nil, to: two, by: .robot(), reason: "x") } == .refMoved(.live, current: one))
        #expect(await failure { try await repository.update(.live, from: two, to: two, by: .robot(), reason: "x") } == .refMoved(.live, current: one))
        #expect(await failure { try await repository.delete(.live, from: two) } == .refMoved(.live, current: one))
        #expect(try await repository.commit(at: .live) == one)
        try await repository.update(.live, from: one, to: two, by: .robot(1_700_000_001), reason: "Go\non")
        #expect(space.git("rev-parse", "refs/ratchet/live") == "\(two)\n")
        #expect(space.git("reflog", "show", "--format=%gs|%gn", "refs/ratchet/live") == "Go on|Robot\nBegin|Robot\n")
        try await repository.delete(.live, from: two)
        #expect(space.git("for-each-ref") == "" && !space.directory.exists(".git/logs/refs/ratchet/live"))
    }

    @Test func `a reference to nothing, or to something else than a commit, is refused`() async throws {
        let space = try await Workspace.create()
        let id = try await commit(space, "1")
        let tree = try #require(CommitID(try await space.repository.tree(of: id).description))
        let unknown = try #require(CommitID(String(repeating: "0", count: 40)))
        for id in [tree, unknown] {
            #expect(
                await failure { try await space.repository.update(.live, from: nil, to: id, by: .robot(), reason: "x") }
                    == .missingObject("the commit \(id)"))
        }
        #expect(try await space.repository.references().isEmpty)
    }

    @Test func `packed references and references written by stock git are seen, listed and moved alike`() async throws {
        let space = try await Workspace.create()
        let (one, two) = (try await commit(space, "1"), try await commit(space, "2"))
        for name in ["proposals/b", "proposals/a", "proposals-not", "été"] { space.git("update-ref", "refs/heads/" + name, one.description) }
        space.git("pack-refs", "--all")
        space.git("update-ref", "refs/heads/proposals/c", two.description)
        space.git("symbolic-ref", "refs/heads/proposals/link", "refs/heads/proposals/a")
        let listed = try await space.repository.references(prefix: "refs/heads/proposals/")
        #expect(listed.map(\.name.short) == ["proposals/a", "proposals/b", "proposals/c"])
        #expect(listed.map(\.commit) == [one, one, two])
        #expect(try await space.repository.references().count == 5)
        #expect(try await space.repository.commit(at: "refs/heads/proposals/link") == one)
        try await space.repository.update("refs/heads/proposals/a", from: one, to: two, by: .robot(), reason: "Move")
        try await space.repository.delete("refs/heads/proposals/b", from: one)
        #expect(
            space.git("for-each-ref", "--format=%(refname) %(objectname)", "refs/heads/proposals")
                == "refs/heads/proposals/a \(two)\nrefs/heads/proposals/c \(two)\nrefs/heads/proposals/link \(two)\n")
        guard
            case .invalid = await failure({
                try await space.repository.update("refs/heads/proposals/link", from: one, to: two, by: .robot(), reason: "x")
            })
        else { Issue.record("a symbolic reference is refused"); return }
    }

    @Test(arguments: [false, true])
    func `a reference cannot be the directory of another, loose or packed`(isPacked: Bool) async throws {
        let space = try await Workspace.create()
        let id = try await commit(space, "1")
        space.git("update-ref", "refs/heads/a/b", id.description)
        if isPacked { space.git("pack-refs", "--all") }
        for name in ["refs/heads/a", "refs/heads/a/b/c"] as [RefName] {
            guard case .invalid = await failure({ try await space.repository.update(name, from: nil, to: id, by: .robot(), reason: "x") }) else {
                Issue.record("\(name) was accepted")
                continue
            }
        }
        #expect(space.git("for-each-ref", "--format=%(refname)") == "refs/heads/a/b\n")
        try await space.repository.delete("refs/heads/a/b", from: id)
        try await space.repository.update("refs/heads/a", from: nil, to: id, by: .robot(), reason: "Now")
        #expect(space.git("for-each-ref", "--format=%(refname)") == "refs/heads/a\n")
    }

    @Test func `a lock file left by another process is a lock error that names it`() async throws {
        let space = try await Workspace.create()
        let one = try await space.land([.write("a", "1")])
        space.directory.write(".git/refs/heads/main.lock", "")
        let error = await failure { try await space.repository.delete(.main, from: one) }
        guard case .locked(_, let reason) = error else { Issue.record("\(String(describing: error))"); return }
        #expect(reason.contains("main.lock"))
        unlink(space.directory[".git/refs/heads/main.lock"])
        try await space.repository.delete(.main, from: one)
    }

    @Test(arguments: [
        "", "main", "refs/", "refs/heads/", "refs/heads/a..b", "refs/heads/a b", "refs/heads/a.lock", "refs/heads/.a", "refs/heads/a\u{0}b", "HEAD",
    ])
    func `an invalid reference name cannot be made`(name: String) {
        #expect(throws: GitError.self) { try RefName(name) }
    }

    /// Twenty writers over two instances, five times: each time one moves the reference, the others are told where it is.
    @Test func `of many concurrent writers exactly one wins each step`() async throws {
        let space = try await Workspace.create()
        let instances = [space.repository, try await Repository.open(space.directory.path)]
        let candidates = try await (0..<20).asyncMap { try await commit(space, "\($0)") }
        var current: CommitID?
        for _ in 0..<5 {
            let expected = current
            let results = await withTaskGroup(of: (CommitID, GitError?).self) { group in
                for (index, candidate) in candidates.enumerated() where candidate != expected {
                    group.addTask {
                        (
                            candidate,
                            await failure {
                                try await instances[index % 2].update(.live, from: expected, to: candidate, by: .robot(), reason: "Race")
                            }
                        )
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            let winners = results.filter { $0.1 == nil }.map(\.0)
            #expect(winners.count == 1)
            #expect(results.allSatisfy { $0.1 == nil || $0.1 == .refMoved(.live, current: winners.first) })
            for instance in instances { #expect(try await instance.commit(at: .live) == winners.first) }
            current = winners.first
        }
        #expect(space.git("reflog", "show", "--format=%H", "refs/ratchet/live").utf8.count == 5 * 41)
    }

    private func commit(_ space: Workspace, _ text: String) async throws -> CommitID {
        try await space.repository.commit(on: nil, changes: [.write("a", text)], message: text, author: .robot())
    }
}
