import Synchronization

/// The versions that are known to be in the store, so that each is written once a process.
final class RememberedVersions: Sendable {
    private let ids = Mutex<Set<String>>([])

    func contains(_ id: String) -> Bool { ids.withLock { $0.contains(id) } }

    func insert(_ id: String) { _ = ids.withLock { $0.insert(id) } }
}
