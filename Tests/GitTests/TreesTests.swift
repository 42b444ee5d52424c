import Testing

@testable import Git

@Suite struct TreesTests {
    /// What must come back as it went in.
    static let contents: [(name: String, bytes: [UInt8])] = [
        ("plain.json", Array("{\n  \"a\": 1\n}\n".utf8)),
        ("crlf.txt", Array("one\r\ntwo\r\n".utf8)),
        ("mixed.txt", Array("one\r\ntwo\nthree".utf8)),
        ("binary.bin", [0, 255, 0, 13, 10, 128, 7]),
        ("empty", []),
        ("größe/日本語 файл.md", Array("naïve ✓\n".utf8)),
        ("e\u{301}.txt", Array("decomposed\n".utf8)),
        ("\u{e9}.txt", Array("composed\n".utf8)),
        ("with space/quote\"$`.txt", Array("x".utf8)),
    ]

    @Test func `contents and names come back byte for byte, also through stock git and its working tree`() async throws {
        let space = try await Workspace.create()
        space.git("config", "core.autocrlf", "false")
        let commit = try await space.land(Self.contents.map { .write($0.name, $0.bytes) })
        for (name, bytes) in Self.contents {
            #expect(try await space.repository.file(name, at: commit) == bytes)
            #expect(space.directory.read(name) == bytes)
            let entry = try #require(try await space.repository.entry(name, at: commit))
            #expect(entry.size == bytes.count && entry.kind == .file)
            #expect(space.git("rev-parse", "HEAD:" + name) == "\(entry.id)\n")
        }
        let listed = try await space.repository.files(at: commit)
        #expect(listed.map { Array($0.path.utf8) } == names(space.git("ls-tree", "-r", "-z", "--name-only", "HEAD")))
        #expect(space.git("status", "--porcelain") == "")
        #expect(space.git("fsck", "--strict") == "")
    }

    @Test func `a commit made by stock git is seen at once, uncommitted work never`() async throws {
        let space = try await Workspace.create()
        let first = try await space.land([.write("skills/a/skill.json", "1\n")])
        space.directory.write("skills/a/skill.json", "2\n")
        space.directory.write("skills/b/skill.json", "new\n")
        space.git("add", "-A")
        #expect(try await space.repository.file("skills/a/skill.json", at: first) == Array("1\n".utf8))
        #expect(try await space.repository.commit(at: .main) == first)
        space.git("commit", "-qm", "By hand")
        let second = try #require(try await space.repository.commit(at: .main))
        #expect(try await space.repository.file("skills/a/skill.json", at: second) == Array("2\n".utf8))
        #expect(try await space.repository.files(under: "skills", at: second).map(\.path) == ["skills/a/skill.json", "skills/b/skill.json"])
        #expect(try await space.repository.files(under: "skills/b", at: second).map(\.path) == ["skills/b/skill.json"])
        #expect(try await space.repository.files(under: "skills/b", at: first) == [])
        #expect(try await space.repository.files(under: "skills/a/skill.json", at: first) == [])
    }

    @Test func `links, submodules and executables are told, and links are not followed`() async throws {
        let space = try await Workspace.create()
        space.directory.write("target/secret.json", "secret\n")
        space.directory.write("run.sh", "#!/bin/sh\n", mode: 0o755)
        space.git("add", "-A")
        space.git("commit", "-qm", "Target")
        let submodule = space.git("rev-parse", "HEAD").dropLast()
        let link = StockGit.run(["ln", "-s", "../target", space.directory["linked"]], home: space.home.path, output: "/dev/null")
        #expect(link == 0)
        space.git("add", "linked")
        space.git("update-index", "--add", "--cacheinfo", "160000,\(submodule),vendor/module")
        space.git("commit", "-qm", "Links")
        let commit = try #require(try await space.repository.commit(at: .main))
        let files = try await space.repository.files(at: commit)
        #expect(files.map(\.path) == ["linked", "run.sh", "target/secret.json", "vendor/module"])
        #expect(files.map(\.kind) == [.symlink, .executable, .file, .submodule])
        #expect(files.map(\.size) == [9, 10, 7, 0])
        #expect(files.last?.id.description == String(submodule))
        #expect(try await space.repository.file("linked/secret.json", at: commit) == nil)
        for (path, kind) in [("linked", TreeEntry.Kind.symlink), ("vendor/module", .submodule), ("target", .directory)] {
            #expect(await failure { try await space.repository.file(path, at: commit) } == .notAFile(path, kind: kind))
        }
        #expect(try await space.repository.file("run.sh", at: commit) == Array("#!/bin/sh\n".utf8))
    }

    @Test func `nothing over a limit is loaded or listed`() async throws {
        let space = try await Workspace.create()
        let commit = try await space.land((0..<10).map { .write("d/\($0)", String(repeating: "x", count: 100)) })
        let entry = try #require(try await space.repository.entry("d/1", at: commit))
        #expect(try await space.repository.file("d/1", at: commit, limit: 100)?.count == 100)
        #expect(
            await failure { try await space.repository.file("d/1", at: commit, limit: 99) }
                == .tooLarge("the file content \(entry.id)", size: 100, limit: 99))
        #expect(try await space.repository.files(at: commit, limit: 11).count == 10)
        guard case .tooLarge = await failure({ try await space.repository.files(at: commit, limit: 10) }) else {
            Issue.record("a listing over the limit is refused")
            return
        }
    }

    @Test func `an unknown commit, or an id of another kind, is a missing object`() async throws {
        let space = try await Workspace.create()
        let commit = try await space.land([.write("a", "1\n")])
        let unknown = try #require(CommitID(String(repeating: "ab", count: 20)))
        let tree = try #require(CommitID(try await space.repository.tree(of: commit).description))
        for id in [unknown, tree] {
            #expect(await failure { try await space.repository.file("a", at: id) } == .missingObject("the commit \(id)"))
        }
    }

    @Test(arguments: ["", "abc", "ABCDEF0123456789ABCDEF0123456789ABCDEF01", String(repeating: "g", count: 40), String(repeating: "a", count: 41)])
    func `an id is forty lower-case hexadecimal digits`(text: String) {
        #expect(CommitID(text) == nil)
    }

    private func names(_ text: String) -> [[UInt8]] { text.utf8.split(separator: 0).map(Array.init) }
}
