import Synchronization

/// The versions that are known to be in the store, so that each is written once a process.
final class RememberedVersions: Sendable {
    private let ids = Mutex<Set<String>>([])

    /// - Returns: whether the version was not known before.
    func insert(_ id: String) -> Bool { ids.withLock { $0.insert(id).inserted } }

    func remove(_ id: String) { _ = ids.withLock { $0.remove(id) } }
}
