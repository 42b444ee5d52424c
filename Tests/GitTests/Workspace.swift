import CivilTime

@testable import Git

/// A fresh repository in a temporary directory, seen by the actor and by stock git.
struct Workspace {
    let directory: TemporaryDirectory
    let home: TemporaryDirectory
    let repository: Repository
    let git: StockGit

    static func create() async throws -> Workspace {
        let directory = TemporaryDirectory(), home = TemporaryDirectory()
        let repository = try await Repository.create(directory.path)
        return Workspace(
            directory: directory, home: home, repository: repository, git: StockGit(directory: directory.path, home: home.path))
    }

    /// Commits on top of `main`, moves `main`, and brings the working tree along.
    @discardableResult
    func land(_ changes: [Change], _ message: String = "Change") async throws -> CommitID {
        let old = try await repository.commit(at: .main)
        let new = try await repository.commit(on: old, changes: changes, message: message, author: .robot())
        try await repository.update(.main, from: old, to: new, by: .robot(), reason: message)
        _ = try await repository.checkOutFastForward(from: old, to: new)
        return new
    }
}

extension RefName {
    static let main: RefName = "refs/heads/main"
    static let live: RefName = "refs/ratchet/live"
}

extension Attribution {
    static func robot(_ seconds: Int64 = 1_700_000_000) throws -> Attribution {
        try Attribution(name: "Robot", email: "robot@example.com", time: Instant(milliseconds: seconds * 1000))
    }
}

/// The error a call ends with; nil when it succeeds.
func failure<Value>(_ body: () async throws -> Value) async -> GitError? {
    do { _ = try await body() } catch { return error as? GitError }
    return nil
}
