import Store
import Testing

/// A kind of store that has to pass the conformance suites. A second kind is one more entry in `all`.
struct StoreFactory: Sendable, CustomTestStringConvertible {
    let name: String
    /// Runs its argument on a new, empty store and takes that down afterwards.
    let with: @Sendable (_ body: @Sendable (any Store) async throws -> Void) async throws -> Void

    static let all = [sqlite]

    static let sqlite = StoreFactory(name: "SQLite") { body in
        let directory = try TemporaryDirectory()
        let store = try SQLiteStore(path: directory.database)
        do {
            try await body(store)
        } catch {
            await store.close()
            throw error
        }
        await store.close()
    }

    var testDescription: String { name }
}
