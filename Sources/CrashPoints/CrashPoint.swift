#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

#if DEBUG
    import Synchronization
#endif

/// Places at which the tests have the process die, as `kill -9` or a loss of power would have it.
///
/// In a debug build `RATCHET_CRASH_AT=name` kills the process when it first passes the place with that name, `name:n` at the n-th time.
/// In a release build there is nothing of this.
package enum CrashPoint {
    #if DEBUG
        private static let armed: (name: [UInt8], turn: Int)? = {
            guard let value = getenv("RATCHET_CRASH_AT").map({ String(cString: $0) }), !value.isEmpty else { return nil }
            let parts = value.split(separator: ":", maxSplits: 1)
            return (Array(parts[0].utf8), parts.count > 1 ? Int(parts[1]) ?? 1 : 1)
        }()
        private static let passed = Atomic(0)

        /// Passes the place with this name. Each name stands in the source once.
        package static func reach(_ name: StaticString) {
            guard let armed, name.withUTF8Buffer({ $0.elementsEqual(armed.name) }) else { return }
            guard passed.add(1, ordering: .relaxed).newValue == armed.turn else { return }
            kill(getpid(), SIGKILL)
            // Nothing that comes after may happen while the signal is on its way.
            while true { pause() }
        }
    #else
        @inlinable @inline(__always)
        package static func reach(_ name: StaticString) {}
    #endif
}
