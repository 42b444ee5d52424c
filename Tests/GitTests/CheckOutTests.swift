import Testing

@testable import Git

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct CheckOutTests {
    @Test func `files the user did not touch follow the branch, and git status is clean`() async throws {
        let space = try await Workspace.create()
        let one = try await space.land([.write("a", "1\n"), .write("d/b", "1\n"), .write("gone/x", "1\n"), .write("crlf", "1\r\n")])
        #expect(space.git("status", "--porcelain") == "")
        let (two, result) = try await advance(space, [.write("a", "2\n"), .delete("gone/x"), .write("d/new", "n\n"), .write("crlf", "2\r\n")])
        #expect(result == CheckOut(updated: ["a", "crlf", "d/new", "gone/x"], leftAlone: []))
        #expect(space.git("status", "--porcelain") == "" && space.git("fsck", "--strict") == "")
        #expect(space.directory.text("a") == "2\n" && space.directory.text("crlf") == "2\r\n" && !space.directory.exists("gone"))
        #expect(try await space.repository.status() == [])
        let again = try await space.repository.checkOutFastForward(from: one, to: two)
        #expect(again == result)
    }

    @Test func `nothing of the user's is overwritten, staged or not`() async throws {
        let space = try await Workspace.create()
        try await space.land(["edited", "staged", "both", "deleted", "removed", "clean", "edited-gone"].map { .write($0, "1\n") })
        space.directory.write("edited", "mine\n")
        space.directory.write("edited-gone", "mine\n")
        space.directory.write("staged", "mine\n")
        space.directory.write("both", "staged\n")
        space.git("add", "staged", "both")
        space.directory.write("both", "1\n")
        unlink(space.directory["deleted"])
        space.git("rm", "-q", "removed")
        space.directory.write("untracked", "mine\n")
        space.directory.write("untracked-same", "2\n")
        space.directory.write("other", "mine\n")
        let names = ["edited", "staged", "both", "deleted", "removed", "clean", "untracked", "untracked-same"]
        let (two, result) = try await advance(space, names.map { .write($0, "2\n") } + [.delete("edited-gone")])
        #expect(result.updated == ["clean", "untracked-same"])
        #expect(result.leftAlone == ["both", "deleted", "edited", "edited-gone", "removed", "staged", "untracked"])
        for name in ["edited", "edited-gone", "staged", "untracked", "other"] { #expect(space.directory.text(name) == "mine\n", "\(name)") }
        #expect(space.directory.text("both") == "1\n" && space.git("show", ":both") == "staged\n" && space.git("show", ":staged") == "mine\n")
        #expect(!space.directory.exists("deleted") && !space.directory.exists("removed"))
        #expect(space.directory.text("clean") == "2\n")
        #expect(
            space.git("status", "--porcelain", "--untracked-files=all") == """
                MM both
                 D deleted
                 M edited
                D  removed
                M  staged
                 M untracked
                ?? edited-gone
                ?? other

                """)
        // The user's next commit holds what the user staged and does not take the move back.
        space.git("add", "other")
        space.git("commit", "-qm", "Other")
        #expect(space.git("diff", "--name-only", two.description, "HEAD") == "both\nother\nremoved\nstaged\n")
    }

    @Test func `an ignored file in the way of a new one is kept`() async throws {
        let space = try await Workspace.create()
        try await space.land([.write(".gitignore", "*.log\n")])
        space.directory.write("a.log", "mine\n")
        let (_, result) = try await advance(space, [.write("a.log", "theirs\n"), .write("b", "1\n")])
        #expect(result == CheckOut(updated: ["b"], leftAlone: ["a.log"]))
        #expect(space.directory.text("a.log") == "mine\n")
    }

    @Test func `a directory that became a link is not written through`() async throws {
        let space = try await Workspace.create()
        let outside = TemporaryDirectory()
        outside.write("skill.json", "1\n")
        try await space.land([.write("skills/skill.json", "1\n")])
        _ = StockGit.run(["rm", "-r", space.directory["skills"]], home: space.home.path, output: "/dev/null")
        symlink(outside.path, space.directory["skills"])
        let (_, result) = try await advance(space, [.write("skills/skill.json", "2\n"), .write("skills/new.json", "2\n")])
        #expect(result.leftAlone == ["skills/new.json", "skills/skill.json"])
        #expect(outside.text("skill.json") == "1\n" && !outside.exists("new.json"))
    }

    @Test func `links, executables and submodules keep their nature`() async throws {
        let space = try await Workspace.create()
        let one = try await space.land([.write("run.sh", "1\n")])
        space.directory.write("run.sh", "1\n", mode: 0o755)
        symlink("run.sh", space.directory["link"])
        space.git("add", "-A")
        space.git("update-index", "--add", "--cacheinfo", "160000,\(one),module")
        space.git("commit", "-qm", "Kinds")
        mkdir(space.directory["module"], 0o755)
        let (_, result) = try await advance(space, [.write("run.sh", "2\n"), .delete("module"), .delete("link")])
        #expect(result.updated.contains("run.sh") && result.updated.contains("link"))
        #expect(access(space.directory["run.sh"], X_OK) == 0 && space.directory.text("run.sh") == "2\n")
        #expect(!space.git("status", "--porcelain").contains("run.sh"))
    }

    @Test func `a locked index, another branch and an unfinished merge are refused before anything is touched`() async throws {
        let space = try await Workspace.create()
        let one = try await space.land([.write("a", "1\n")])
        let two = try await space.repository.commit(on: one, changes: [.write("a", "2\n")], message: "Two", author: .robot())
        let checkOut = { await failure { try await space.repository.checkOutFastForward(from: one, to: two) } }
        #expect(await checkOut() == .headElsewhere(expected: two, head: .branch(.main, one)))
        try await space.repository.update(.main, from: one, to: two, by: .robot(), reason: "Two")
        space.directory.write(".git/index.lock", "")
        guard case .locked = await checkOut() else { Issue.record("a locked index is refused"); return }
        #expect(space.directory.exists(".git/index.lock") && space.directory.text("a") == "1\n")
        unlink(space.directory[".git/index.lock"])
        space.directory.write(".git/MERGE_HEAD", "\(one)\n")
        #expect(await checkOut() == .unfinished("merge"))
        #expect(space.directory.text("a") == "1\n")
        unlink(space.directory[".git/MERGE_HEAD"])
        let unrelated = try await space.repository.commit(on: nil, changes: [], message: "Unrelated", author: .robot())
        guard case .invalid = await failure({ try await space.repository.checkOutFastForward(from: unrelated, to: two) }) else {
            Issue.record("a move that is not a fast-forward is refused")
            return
        }
    }

    @Test func `a call that was cut short is finished by the next one`() async throws {
        let space = try await Workspace.create()
        let one = try await space.land([.write("a", "1\n"), .write("b", "1\n")])
        let two = try await space.repository.commit(on: one, changes: [.write("a", "2\n"), .write("b", "2\n")], message: "Two", author: .robot())
        try await space.repository.update(.main, from: one, to: two, by: .robot(), reason: "Two")
        space.directory.write("a", "2\n")  // written, but the index was not replaced yet
        space.directory.write(".git/index.ratchet", "left behind")
        let result = try await space.repository.checkOutFastForward(from: one, to: two)
        #expect(result == CheckOut(updated: ["a", "b"], leftAlone: []))
        #expect(space.git("status", "--porcelain") == "" && !space.directory.exists(".git/index.ratchet"))
        #expect(!space.directory.exists(".git/index.lock"))
    }

    @Test func `status tells staged, unstaged, untracked and leaves ignored files out`() async throws {
        let space = try await Workspace.create()
        try await space.land(["a", "b", "c", "d/e"].map { .write($0, "1\n") } + [.write(".gitignore", "*.log\n")])
        space.directory.write("a", "2\n")
        space.directory.write("b", "2\n")
        space.git("add", "b")
        unlink(space.directory["c"])
        space.directory.write("d/new/x", "1\n")
        space.directory.write("x.log", "1\n")
        let status = try await space.repository.status()
        #expect(status.map(\.path) == ["a", "b", "c", "d/new/x"])
        #expect(status.map(\.staged) == [nil, .modified, nil, nil])
        #expect(status.map(\.unstaged) == [.modified, nil, .deleted, .added])
        #expect(try await space.repository.status(paths: ["d", "b"]).map(\.path) == ["b", "d/new/x"])
        #expect(try await space.repository.status(paths: ["d/e"]) == [])
    }

    private func advance(_ space: Workspace, _ changes: [Change]) async throws -> (CommitID, CheckOut) {
        let old = try #require(try await space.repository.commit(at: .main))
        let new = try await space.repository.commit(on: old, changes: changes, message: "Advance", author: .robot())
        try await space.repository.update(.main, from: old, to: new, by: .robot(), reason: "Advance")
        return (new, try await space.repository.checkOutFastForward(from: old, to: new))
    }
}
