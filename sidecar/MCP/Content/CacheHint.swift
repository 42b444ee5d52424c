import JSON

/// How long a client may keep a list or a resource (revision 2026-07-28).
package struct CacheHint: Sendable, Hashable {
    /// Kept for no time, and by nobody but the client.
    package static let none = CacheHint(for: .zero, isShared: false)

    private let milliseconds: Int64
    private let isShared: Bool

    /// - Parameter isShared: whether it is the same for every caller, so that a cache between may keep it too.
    package init(for time: Duration, isShared: Bool) {
        let parts = time.components
        milliseconds = max(0, parts.seconds * 1000 + parts.attoseconds / 1_000_000_000_000_000)
        self.isShared = isShared
    }

    func add(to result: inout JSON.Object) {
        result["ttlMs"] = .int(milliseconds)
        result["cacheScope"] = isShared ? "public" : "private"
    }
}
