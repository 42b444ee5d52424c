#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How much the tests of lost power and failing disks do.
enum Soak {
    /// `RATCHET_SOAK=1`: minutes instead of seconds.
    static let isOn = environment("RATCHET_SOAK") == "1"

    /// `RATCHET_POWER_SEED=n`: only the one machine that a failure named.
    static let seed = environment("RATCHET_POWER_SEED").flatMap(UInt64.init)

    /// `RATCHET_SEED=n`: only the one random history that a failure named.
    static let historySeed = environment("RATCHET_SEED").flatMap(UInt64.init)

    private static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}
