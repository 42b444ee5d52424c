import Testing

@testable import Git

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct DamageTests {
    enum Wound: CaseIterable { case emptied, truncated, garbage, anotherObject, missing }

    @Test(arguments: Wound.allCases, ["blob", "tree", "commit"])
    func `a damaged object is a typed error, and everything else goes on`(wound: Wound, kind: String) async throws {
        let space = try await Workspace.create()
        let good = try await space.land([.write("good", "good\n")])
        let bad = try await space.land([.write("bad/file", String(repeating: "bad content\n", count: 50))])
        let object = space.git("rev-parse", ["blob": "main:bad/file", "tree": "main:bad", "commit": "main"][kind] ?? "").dropLast()
        let other = space.git("rev-parse", "\(good):good").dropLast()
        let (file, donor) = (path(object), path(other))
        let bytes = try #require(space.directory.read(file))
        switch wound {
        case .emptied: space.directory.write(file, [])
        case .truncated: space.directory.write(file, Array(bytes.prefix(bytes.count / 2)))
        case .garbage: space.directory.write(file, Array("this is not an object".utf8))
        case .anotherObject: space.directory.write(file, try #require(space.directory.read(donor)))
        case .missing: unlink(space.directory[file])
        }
        let repository = try await Repository.open(space.directory.path)
        let errors = [
            await failure { try await repository.file("bad/file", at: bad) },
            kind == "blob" ? nil : await failure { try await repository.files(at: bad) },
            kind == "commit" ? await failure { try await repository.history(from: bad, limit: 10) } : nil,
        ]
        for error in errors.compactMap({ $0 }) {
            switch error {
            case .corrupt, .missingObject: #expect(error.description.contains("git fsck"))
            default: Issue.record("\(wound) \(kind): \(error)")
            }
        }
        #expect(errors[0] != nil)
        #expect(try await repository.file("good", at: good) == Array("good\n".utf8))
        let next = try await repository.commit(on: good, changes: [.write("next", "1")], message: "Next", author: .robot())
        try await repository.update(.live, from: nil, to: next, by: .robot(), reason: "Next")
        #expect(try await repository.files(at: next).map(\.path) == ["good", "next"])
    }

    @Test func `a damaged reference is a typed error, and the others are still readable`() async throws {
        let space = try await Workspace.create()
        let one = try await space.land([.write("a", "1\n")])
        for content in ["", "garbage\n", "ref: "] {
            space.directory.write(".git/refs/heads/broken", content)
            let error = await failure { try await space.repository.commit(at: "refs/heads/broken") }
            guard case .corrupt(_, _)? = error else { Issue.record("\(content.debugDescription): \(String(describing: error))"); continue }
        }
        #expect(try await space.repository.commit(at: .main) == one)
        #expect(try await space.repository.references().map(\.name) == [.main])
    }

    @Test func `a damaged index is a typed error and is not replaced`() async throws {
        let space = try await Workspace.create()
        let one = try await space.land([.write("a", "1\n")])
        let two = try await space.repository.commit(on: one, changes: [.write("a", "2\n")], message: "Two", author: .robot())
        try await space.repository.update(.main, from: one, to: two, by: .robot(), reason: "Two")
        space.directory.write(".git/index", "DIRC garbage")
        let error = await failure { try await space.repository.checkOutFastForward(from: one, to: two) }
        guard case .corrupt = error else { Issue.record("\(String(describing: error))"); return }
        #expect(space.directory.text(".git/index") == "DIRC garbage" && space.directory.text("a") == "1\n")
        #expect(!space.directory.exists(".git/index.lock") && !space.directory.exists(".git/index.ratchet"))
        #expect(try await space.repository.file("a", at: two) == Array("2\n".utf8))
    }

    private func path(_ id: some StringProtocol) -> String { ".git/objects/\(id.prefix(2))/\(id.dropFirst(2))" }
}
