/// The addresses that are not hosts on the public internet: IANA's special-purpose registries (RFC 6890 and its successors),
/// and the metadata services that clouds put on addresses of other ranges.
enum ReservedAddresses {
    /// What the address is reserved for, or nil for a public unicast address.
    static func kind(of address: IPAddress) -> String? {
        switch address {
        case .v4(let value): kind(v4: value)
        case .v6(let value): kind(v6: value)
        }
    }

    private static func kind(v4 value: UInt32) -> String? {
        blocks4.first { value >> (32 - $0.length) == $0.prefix >> (32 - $0.length) }?.kind
    }

    private static func kind(v6 value: UInt128) -> String? {
        if let embedded = embedded(in: value) { return kind(v4: embedded) }
        if let block = blocks6.first(where: { value >> (128 - $0.length) == $0.prefix >> (128 - $0.length) }) { return block.kind }
        return value >> 125 == 0b001 ? nil : "not globally routed"
    }

    /// The IPv4 address that packets to this IPv6 address end up at: mapped (RFC 4291 2.5.5.2), NAT64 (RFC 6052), 6to4 (RFC 3056).
    private static func embedded(in value: UInt128) -> UInt32? {
        if value >> 32 == 0xFFFF || value >> 32 == 0x0064_FF9B << 64 { return UInt32(truncatingIfNeeded: value) }
        if value >> 112 == 0x2002 { return UInt32(truncatingIfNeeded: value >> 80) }
        return nil
    }

    private static let blocks4: [(prefix: UInt32, length: UInt32, kind: String)] = [
        block(169, 254, 169, 254, 32, "cloud metadata"),
        block(168, 63, 129, 16, 32, "cloud metadata"),
        block(0, 0, 0, 0, 8, "unspecified"),
        block(10, 0, 0, 0, 8, "private"),
        block(100, 64, 0, 0, 10, "carrier-grade NAT"),
        block(127, 0, 0, 0, 8, "loopback"),
        block(169, 254, 0, 0, 16, "link-local"),
        block(172, 16, 0, 0, 12, "private"),
        block(192, 0, 0, 0, 24, "protocol assignment"),
        block(192, 0, 2, 0, 24, "documentation"),
        block(192, 88, 99, 0, 24, "6to4 relay"),
        block(192, 168, 0, 0, 16, "private"),
        block(198, 18, 0, 0, 15, "benchmark"),
        block(198, 51, 100, 0, 24, "documentation"),
        block(203, 0, 113, 0, 24, "documentation"),
        block(224, 0, 0, 0, 4, "multicast"),
        block(255, 255, 255, 255, 32, "broadcast"),
        block(240, 0, 0, 0, 4, "reserved"),
    ]

    /// Everything outside 2000::/3 is refused anyway; the entries there only give it a name.
    private static let blocks6: [(prefix: UInt128, length: UInt128, kind: String)] = [
        (0, 128, "unspecified"),
        (1, 128, "loopback"),
        (0, 96, "IPv4-compatible"),
        (0x0064_FF9B_0001 << 80, 48, "local NAT64"),
        (0x0100 << 112, 64, "discard"),
        (0x2001 << 112, 23, "protocol assignment"),
        (0x2001_0DB8 << 96, 32, "documentation"),
        (0x3FFF << 112, 20, "documentation"),
        (0xFC00 << 112, 7, "private"),
        (0xFE80 << 112, 10, "link-local"),
        (0xFEC0 << 112, 10, "site-local"),
        (0xFF00 << 112, 8, "multicast"),
    ]

    private static func block(_ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: UInt32, _ length: UInt32, _ kind: String) -> (UInt32, UInt32, String) {
        (a << 24 | b << 16 | c << 8 | d, length, kind)
    }
}
