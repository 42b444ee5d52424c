import CivilTime
import Testing

@testable import Git

@Suite struct CommitTests {
    @Test func `a commit carries what it was given and touches neither index nor working tree`() async throws {
        let space = try await Workspace.create()
        let first = try await space.land([.write("a", "1\n")])
        let author = try Attribution(name: "Ada Löwe", email: "ada@example.com", time: Instant(milliseconds: 1_234_567_890_999))
        let second = try await space.repository.commit(
            on: first, changes: [.write("a", "2\n"), .write("b/c", "3\n")], message: "Tune a\n\nWhy: because", author: author,
            committer: .robot())
        #expect(
            space.git("log", "-1", "--format=%an|%ae|%at|%ad|%cn|%ct|%P|%B", "--date=iso", second.description)
                == "Ada Löwe|ada@example.com|1234567890|2009-02-13 23:31:30 +0000|Robot|1700000000|\(first)|Tune a\n\nWhy: because\n\n")
        #expect(space.git("status", "--porcelain") == "")
        #expect(space.directory.text("a") == "1\n" && !space.directory.exists("b"))
        #expect(try await space.repository.commit(at: .main) == first)
        #expect(space.git("fsck", "--strict", "--no-dangling") == "")
        let read = try await space.repository.commit(second)
        #expect(read.parents == [first] && read.author.name == "Ada Löwe" && read.author.time.milliseconds == 1_234_567_890_000)
        #expect(read.message == "Tune a\n\nWhy: because\n" && read.trailers.map(\.line) == ["Why: because"] && !read.isSigned)
        #expect(space.git("rev-parse", "\(second)^{tree}") == "\(read.tree)\n")
    }

    @Test func `the same arguments make the same commit, in any order of the changes`() async throws {
        let space = try await Workspace.create()
        let changes: [Change] = (0..<20).map { .write("d\($0 % 3)/\($0)", "\($0)") }
        let ids = try await [changes, changes.reversed(), changes.shuffled()].asyncMap {
            try await space.repository.commit(on: nil, changes: $0, message: "Same", author: .robot())
        }
        #expect(Set(ids).count == 1)
    }

    @Test func `a replaced file keeps its executable bit, and a link becomes a file instead of being written through`() async throws {
        let space = try await Workspace.create()
        space.directory.write("run.sh", "1", mode: 0o755)
        _ = StockGit.run(["ln", "-s", "run.sh", space.directory["link"]], home: space.home.path, output: "/dev/null")
        space.git("add", "-A")
        space.git("commit", "-qm", "One")
        let base = try await space.repository.commit(at: .main)
        let commit = try await space.repository.commit(
            on: base, changes: [.write("run.sh", "2"), .write("link", "plain")], message: "Two", author: .robot())
        let files = try await space.repository.files(at: commit)
        #expect(files.map(\.path) == ["link", "run.sh"] && files.map(\.kind) == [.file, .executable])
        #expect(try await space.repository.file("run.sh", at: commit) == Array("2".utf8))
        guard
            case .invalid = await failure({
                try await space.repository.commit(on: base, changes: [.write("link/a", "x")], message: "Three", author: .robot())
            })
        else { Issue.record("a path through a link is refused"); return }
    }

    @Test func `deleting the last file removes its directories, and everything leaves the empty tree`() async throws {
        let space = try await Workspace.create()
        let first = try await space.land([.write("a/b/c", "1"), .write("a/d", "2")])
        let second = try await space.land([.delete("a/b/c")])
        #expect(space.git("ls-tree", "-rt", "--name-only", second.description) == "a\na/d\n")
        let third = try await space.land([.delete("a/d")])
        #expect(try await space.repository.files(at: third) == [])
        #expect(space.git("fsck", "--strict") == "" && space.git("status", "--porcelain") == "" && !space.directory.exists("a"))
        for path in ["a/b", "a/x", "nothing/at/all", "a/d/e"] {
            #expect(await failure { try await space.repository.writeTree([.delete(path)], on: first) } != nil, "\(path)")
        }
    }

    @Test(arguments: [
        "", "/a", "a/", "a//b", ".", "..", "a/../b", "../a", "./a", ".git/config", "a/.git", "a/.GIT/x", ".git ", ".git.", ".git./x", ".git::$DATA",
        "git~1", "GIT~1/config", ".g\u{200c}it/config", "a\u{0}b", "a\nb", "a\\b", "C:\\a", "a/" + String(repeating: "x", count: 256),
    ])
    func `a path that is not safe everywhere is refused`(path: String) async throws {
        let space = try await Workspace.create()
        guard case .invalid = await failure({ try await space.repository.writeTree([.write(path, "x")], on: nil) }) else {
            Issue.record("\(path.debugDescription) was accepted")
            return
        }
    }

    @Test(arguments: [".gitignore", ".gitattributes", "..a", "a..b", ".github/x", "git", "a.git", "git~10", "...", "-", " a", "a:b"])
    func `a path that only looks odd is accepted`(path: String) async throws {
        let space = try await Workspace.create()
        #expect(try await space.repository.writeTree([.write(path, "x")], on: nil).description.count == 40)
    }

    @Test(arguments: [["a", "a"], ["a", "a/b"], ["a/b", "a"], ["a/b/c", "a/b"]])
    func `changes that contradict each other are refused`(paths: [String]) async throws {
        let space = try await Workspace.create()
        #expect(await failure { try await space.repository.writeTree(paths.map { .write($0, "x") }, on: nil) } != nil)
    }

    @Test func `a directory is not replaced by a file, nor a file by a directory`() async throws {
        let space = try await Workspace.create()
        let base = try await space.land([.write("dir/file", "1")])
        #expect(
            await failure { try await space.repository.writeTree([.write("dir", "x")], on: base) } == .notAFile("dir", kind: .directory))
        #expect(await failure { try await space.repository.writeTree([.write("dir/file/x", "x")], on: base) } != nil)
    }

    @Test func `random edits agree with a dictionary`() async throws {
        let space = try await Workspace.create()
        var generator = Generator(seed: 7), model: [String: String] = [:], tip: CommitID?
        let names = ["a", "b", "a-b", "a.b", "ab"]
        for round in 0..<60 {
            var changes: [Change] = [], touched: Set<String> = []
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let path = (0..<3).map { _ in names.randomElement(using: &generator) ?? "" }.joined(separator: "/")
                guard touched.insert(path).inserted else { continue }
                if model[path] != nil, Bool.random(using: &generator) {
                    model[path] = nil
                    changes.append(.delete(path))
                } else {
                    model[path] = "\(round) \(path)"
                    changes.append(.write(path, "\(round) \(path)"))
                }
            }
            let commit = try await space.repository.commit(on: tip, changes: changes, message: "Round \(round)", author: .robot())
            tip = commit
            let files = try await space.repository.files(at: commit)
            #expect(Set(files.map(\.path)) == Set(model.keys))
            for file in files { #expect(try await space.repository.blob(file.id) == Array((model[file.path] ?? "").utf8)) }
        }
        let last = try #require(tip)
        try await space.repository.update(.main, from: nil, to: last, by: .robot(), reason: "Random")
        #expect(space.git("fsck", "--strict", "--no-dangling") == "")
        #expect(space.git("rev-list", "--count", "main") == "60\n")
    }

    @Test(arguments: ["", "...", "a<b", "a>b", "a\nb", "a\u{0}b"])
    func `a name that would break the header is refused`(name: String) {
        #expect(throws: GitError.self) { try Attribution(name: name, email: "a@b", time: Instant(milliseconds: 0)) }
        #expect(throws: GitError.self) { try Attribution(name: "A", email: "a@b", time: Instant(milliseconds: -1)) }
        #expect(throws: GitError.self) { try Attribution(name: "A", email: name + "<", time: Instant(milliseconds: 0)) }
    }

    @Test func `a merge commit names all its parents and keeps the first one's tree`() async throws {
        let space = try await Workspace.create()
        let base = try await space.land([.write("a", "1")])
        let side = try await space.repository.commit(on: base, changes: [.write("b", "2")], message: "Side", author: .robot())
        let merge = try await space.repository.commit(on: base, merging: [side], changes: [], message: "Merge", author: .robot())
        #expect(space.git("rev-list", "--parents", "-1", merge.description) == "\(merge) \(base) \(side)\n")
        #expect(try await space.repository.files(at: merge).map(\.path) == ["a"])
    }
}

extension Sequence {
    func asyncMap<Value>(_ transform: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}

/// A repeatable source of random numbers (SplitMix64).
struct Generator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
