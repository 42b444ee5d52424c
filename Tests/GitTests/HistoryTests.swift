import Testing

@testable import Git

@Suite struct HistoryTests {
    @Test func `history agrees with git log, whole, bounded, by path and by range`() async throws {
        let space = try await Workspace.create()
        var ids: [CommitID] = []
        for number in 0..<12 {
            let path = number % 3 == 0 ? "skills/a/skill.json" : "skills/b/\(number)"
            ids.append(try await commit(space, [.write(path, "\(number)")], on: ids.last, at: number))
        }
        let tip = ids[11]
        let repository = space.repository
        #expect(try await repository.history(from: tip, limit: 100).map(\.id) == ids.reversed())
        #expect(try await repository.history(from: tip, limit: 3).map(\.id) == [ids[11], ids[10], ids[9]])
        #expect(try await repository.history(from: tip, limit: 0) == [])
        #expect(try await repository.history(from: tip, excluding: [ids[8]], limit: 100).map(\.id) == [ids[11], ids[10], ids[9]])
        for path in ["skills/a/skill.json", "skills/b", "skills", "nothing"] {
            let log = space.git("log", "--format=%H", tip.description, "--", path).split(separator: "\n").map(String.init)
            #expect(try await repository.history(from: tip, touching: path, limit: 100).map(\.id.description) == log, "\(path)")
        }
        #expect(try await repository.history(from: tip, touching: "skills/a", limit: 2).map(\.id) == [ids[9], ids[6]])
    }

    @Test func `ancestry and merge base agree with git merge-base`() async throws {
        let space = try await Workspace.create()
        let root = try await commit(space, [.write("a", "1")], on: nil, at: 1)
        let left = try await commit(space, [.write("a", "2")], on: root, at: 2)
        let right = try await commit(space, [.write("b", "3")], on: root, at: 3)
        let other = try await commit(space, [.write("z", "9")], on: nil, at: 4)
        let merge = try await space.repository.commit(on: left, merging: [right], changes: [], message: "M", author: .robot(1_700_000_005))
        let all = [root, left, right, other, merge]
        for a in all {
            for b in all {
                let status = space.git.run(["merge-base", "--is-ancestor", a.description, b.description]).status
                #expect(try await space.repository.isAncestor(a, of: b) == (status == 0))
                let base = space.git.run(["merge-base", a.description, b.description])
                #expect(try await space.repository.mergeBase(a, b).map { "\($0)\n" } == (base.status == 0 ? base.output : nil))
            }
        }
        #expect(try await space.repository.history(from: merge, limit: 9).map(\.id) == [merge, right, left, root])
        #expect(try await space.repository.history(from: merge, touching: "b", limit: 9).map(\.id) == [right])
        for isSorted in [false, true] {
            let firsts = try await space.repository.history(from: merge, childrenFirst: isSorted, firstParents: true, limit: 9).map(\.id)
            #expect(firsts == [merge, left, root])
        }
        let unknown = try #require(CommitID(String(repeating: "1", count: 40)))
        #expect(await failure { try await space.repository.isAncestor(unknown, of: root) } == .missingObject("the commit \(unknown)"))
        #expect(await failure { try await space.repository.history(from: unknown, limit: 1) } != nil)
    }

    private func commit(_ space: Workspace, _ changes: [Change], on base: CommitID?, at second: Int) async throws -> CommitID {
        try await space.repository.commit(on: base, changes: changes, message: "Commit \(second)", author: .robot(1_700_000_000 + Int64(second)))
    }
}
