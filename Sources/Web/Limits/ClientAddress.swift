#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Addresses that one client has at hand are one: a client of IPv6 has a network of 64 bits to itself.
enum ClientAddress {
    /// - Parameter text: as the system writes an address; nil when it is not known.
    static func group(_ text: String?) -> String {
        guard let text else { return "unknown" }
        var address = in6_addr()
        guard inet_pton(AF_INET6, text, &address) == 1 else { return text }
        let bytes = withUnsafeBytes(of: address) { Array($0) }
        let mapped = [UInt8](repeating: 0, count: 10) + [255, 255]
        // An IPv4 address in the form of IPv6 (RFC 4291, section 2.5.5.2) stands for itself.
        if bytes.starts(with: mapped) { return bytes.suffix(4).map(String.init).joined(separator: ".") }
        return bytes.prefix(8).map { String($0, radix: 16) }.joined(separator: ":") + "::/64"
    }
}
