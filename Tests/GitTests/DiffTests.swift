import Testing

@testable import Git

@Suite struct DiffTests {
    @Test func `changed paths are told by kind, renames as one deleted and one added`() async throws {
        let space = try await Workspace.create()
        let one = try await space.land([
            .write("skills/a", "1\n"), .write("skills/b", "2\n"), .write("skills-not", "x\n"), .write("old name", "same\n"),
        ])
        _ = StockGit.run(["ln", "-s", "x", space.directory["link"]], home: space.home.path, output: "/dev/null")
        space.git("add", "link")
        space.git("commit", "-qm", "Link")
        let two = try #require(try await space.repository.commit(at: .main))
        let three = try await space.repository.commit(
            on: two,
            changes: [
                .write("skills/a", "one\n"), .delete("skills/b"), .write("skills/c", "3\n"), .delete("old name"), .write("new name", "same\n"),
                .write("link", "x"), .write("skills-not", "y\n"),
            ], message: "Three", author: .robot())
        let changed = try await space.repository.changedPaths(from: two, to: three)
        #expect(
            changed.map { "\($0.difference.rawValue) \($0.path)" } == [
                "typeChanged link", "added new name", "deleted old name", "modified skills-not", "modified skills/a", "deleted skills/b",
                "added skills/c",
            ])
        let below = try await space.repository.changedPaths(from: two, to: three, paths: ["skills", "link"])
        #expect(below.map(\.path) == ["link", "skills/a", "skills/b", "skills/c"])
        #expect(try await space.repository.changedPaths(from: one, to: one) == [])
        #expect(try await space.repository.changedPaths(from: nil, to: one).map(\.difference) == [.added, .added, .added, .added])
        #expect(try await space.repository.changedPaths(from: two, to: three, paths: ["*"]) == [])
    }

    @Test func `a diff is the same text as git diff and takes apart into numbered lines`() async throws {
        let space = try await Workspace.create()
        let lines = (1...30).map { "line \($0)\n" }
        var edited = lines
        edited[4] = "changed\n"
        edited.remove(at: 20)
        edited.append("no end")
        let one = try await space.land([.write("größe/a.txt", lines.joined()), .write("b", "x\n")])
        let two = try await space.land([.write("größe/a.txt", edited.joined()), .write("b", "x")])
        let diffs = try await space.repository.diff(from: one, to: two)
        #expect(diffs.map(\.text).joined() == space.git("diff", "--no-renames", one.description, two.description))
        let hunks = try #require(diffs.last).hunks
        #expect(hunks.map { [$0.oldStart, $0.oldCount, $0.newStart, $0.newCount] } == [[2, 7, 2, 7], [18, 7, 18, 6], [28, 3, 27, 4]])
        let changed = hunks.flatMap(\.lines).filter { $0.kind != .context }
        #expect(changed.map(\.text) == ["line 5", "changed", "line 21", "no end"])
        #expect(changed.map(\.kind) == [.removed, .added, .removed, .added])
        #expect(changed.map(\.oldNumber) == [5, nil, 21, nil] && changed.map(\.newNumber) == [nil, 5, nil, 30])
        #expect(changed.map(\.isTerminated) == [true, true, true, false])
        #expect(try await space.repository.diff(from: one, to: two, paths: ["b"]).map(\.path) == ["b"])
    }

    @Test func `git apply turns the old text into the new one`() throws {
        let directory = TemporaryDirectory(), home = TemporaryDirectory()
        let git = StockGit(directory: directory.path, home: home.path)
        var generator = Generator(seed: 3)
        let words = ["a\n", "b\n", "ä\r\n", "\n", "{\n", "}\n", "end"]
        for _ in 0..<25 {
            let text = { (0..<Int.random(in: 1...12, using: &generator)).map { _ in words.randomElement(using: &generator) ?? "" }.joined() }
            let (old, new) = (text(), text())
            let diff = try FileDiff(path: "dir/file ü", old: Array(old.utf8), new: Array(new.utf8), context: Int.random(in: 0...4, using: &generator))
            #expect(diff.hunks.isEmpty == (old == new) && diff.text.isEmpty == (old == new))
            directory.write("dir/file ü", old)
            home.write("patch", diff.text)
            if old != new { #expect(git("apply", "--unidiff-zero", "--whitespace=nowarn", home["patch"]) == "") }
            #expect(directory.text("dir/file ü") == new)
        }
    }

    @Test func `a missing side, an empty file and binary content are told apart`() throws {
        let added = try FileDiff(path: "a", old: nil, new: Array("1\n2\n".utf8))
        #expect(added.difference == .added && added.text.contains("--- /dev/null\n+++ b/a\n@@ -0,0 +1,2 @@\n+1\n+2\n"))
        let deleted = try FileDiff(path: "a", old: Array("1\n".utf8), new: nil)
        #expect(deleted.difference == .deleted && deleted.hunks.first?.lines.map(\.kind) == [.removed])
        #expect(try FileDiff(path: "a", old: [], new: Array("1\n".utf8)).difference == .modified)
        let binary = try FileDiff(path: "a", old: [0, 1], new: [0, 2])
        #expect(binary.omission == .binary && binary.hunks.isEmpty && binary.text.contains("Binary files a/a and b/a differ"))
    }

    @Test func `a file over the limit and a submodule are named without their lines`() async throws {
        let space = try await Workspace.create()
        let one = try await space.land([.write("big", String(repeating: "x\n", count: 600)), .write("small", "1\n")])
        space.git("update-index", "--add", "--cacheinfo", "160000,\(one),module")
        space.git("commit", "-qm", "Module")
        let two = try await space.repository.commit(
            on: try await space.repository.commit(at: .main), changes: [.write("big", "now small\n"), .write("small", "2\n")], message: "Two",
            author: .robot())
        let diffs = try await space.repository.diff(from: one, to: two, limit: 1000)
        #expect(diffs.map(\.path) == ["big", "module", "small"])
        #expect(diffs.map(\.omission) == [.tooLarge, .submodule, nil])
    }

    @Test func `no attribute file can hide a change from a reviewer`() async throws {
        let space = try await Workspace.create()
        let one = try await space.land([.write(".gitattributes", "* binary -diff\n"), .write("a.json", "1\n")])
        let two = try await space.land([.write("a.json", "2\n")])
        #expect(space.git("diff", one.description, two.description).contains("Binary files"))
        #expect(try await space.repository.diff(from: one, to: two).first?.hunks.first?.lines.map(\.text) == ["1", "2"])
    }
}
