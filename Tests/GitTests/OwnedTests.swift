import Testing

@testable import Git

@Suite struct OwnedTests {
    private final class Count {
        var freed = 0
        func free(_ object: OpaquePointer?) { freed += 1 }
    }

    private let object = OpaquePointer(bitPattern: 16)

    @Test func `an object is freed once, at the end of its owner's scope and not at its last use`() throws {
        let count = Count()
        do {
            let owner = try Owned("make", free: count.free) { made in
                made = object
                return 0
            }
            #expect(owner.pointer == object)
            #expect(count.freed == 0)
        }
        #expect(count.freed == 1)
    }

    @Test func `nothing is freed when nothing was made`() {
        let count = Count()
        #expect(throws: GitError.self) { _ = try Owned("make", free: count.free) { _ in -1 } }
        #expect(throws: GitError.self) { _ = try Owned("make", free: count.free) { _ in 0 } }
        #expect(count.freed == 0)
    }

    @Test func `a repository is let go on its own queue when nobody uses it`() async throws {
        let directory = TemporaryDirectory()
        weak var gone: Repository?
        do {
            let repository = try await Repository.create(directory.path)
            gone = repository
            _ = try await repository.head()
        }
        for _ in 0..<1_000_000 where gone != nil { await Task.yield() }
        #expect(gone == nil)
    }
}
