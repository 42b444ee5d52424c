/// An absolute http or https URL, parsed by the parser that connects, and normalised.
///
/// What holds of every value: the host is lower-case ASCII (an address in its shortest form: `http://0x7f.1` has the host
/// `127.0.0.1`); the port is explicit; the path starts with `/`, has no dot segments and none hidden behind an encoding, and
/// escapes only what needs it, in upper case (RFC 3986 6.2.2). So two spellings of a place are equal, and a rule about host and
/// path sees what the server will see. There is no user, no password and no fragment.
package struct URL: Sendable, Hashable {
    package enum Scheme: String, Sendable {
        case http, https

        package var defaultPort: Int { self == .http ? 80 : 443 }
    }

    package let scheme: Scheme
    /// A name or an address, IPv6 without brackets.
    package let host: String
    package let port: Int
    package let path: String
    /// Without the `?`; nil also for an empty query.
    package let query: String?

    /// Refuses anything but printable ASCII, backslashes, user names, passwords, other schemes, zone identifiers, hosts that end
    /// in a dot, and paths that climb through encoded slashes, with `.invalidURL`. Drops a fragment.
    package init(_ text: String) throws(HTTPError) {
        do {
            let parts = try URLParts(Escapes.normalised(text))
            scheme = parts.scheme
            host = parts.host
            port = parts.port
            path = parts.path
            query = parts.query
        } catch {
            throw HTTPError(reason: .invalidURL("\(error.problem) in \(Self.excerpt(text))"), host: "", mayHaveReachedServer: false)
        }
    }

    private init(_ url: URL, query: String?) {
        scheme = url.scheme
        host = url.host
        port = url.port
        path = url.path
        self.query = query
    }

    /// This URL with `name=value` pairs after those it has, all but unreserved characters percent-encoded as UTF-8.
    package func adding(_ items: [(name: String, value: String)]) -> URL {
        let added = items.map { "\(Escapes.encoded($0.name))=\(Escapes.encoded($0.value))" }
        let all = ([query].compactMap { $0 } + added).joined(separator: "&")
        return URL(self, query: all.isEmpty ? nil : all)
    }

    /// What a `Location` of this URL's response means (RFC 9110 10.2.2). Blanks and non-ASCII text, which servers send, are
    /// escaped; everything else is held to the rules of `init`.
    package func resolving(_ reference: String) throws(HTTPError) -> URL {
        let reference = Escapes.escapingText(reference)
        if Self.hasScheme(reference) { return try URL(reference) }
        let joined: String
        do {
            joined = try URLParts.resolve(reference, against: description)
        } catch {
            throw HTTPError(.invalidURL("\(error.problem) in \(Self.excerpt(reference))"), url: self)
        }
        return try URL(joined)
    }

    private static func hasScheme(_ text: String) -> Bool {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return false }
        return !text.utf8[..<colon].contains { "/?#".utf8.contains($0) }
    }

    /// Enough of a refused text to find it, without the parts that may hold secrets.
    private static func excerpt(_ text: String) -> String {
        let upToQuery = text.prefix { $0 != "?" && $0 != "#" }
        let afterUser = upToQuery.lastIndex(of: "@").map { upToQuery[upToQuery.index(after: $0)...] } ?? upToQuery
        return "'\(afterUser.prefix(120).filter { !$0.isNewline })'"
    }
}

extension URL: CustomStringConvertible {
    /// Host, and port unless it is the scheme's own, as a `Host` header has them.
    package var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == scheme.defaultPort ? name : "\(name):\(port)"
    }

    package var description: String {
        "\(scheme.rawValue)://\(authority)\(path)" + (query.map { "?\($0)" } ?? "")
    }

    /// Whether scheme, host and port are the same (RFC 6454).
    package func hasSameOrigin(as other: URL) -> Bool {
        scheme == other.scheme && host == other.host && port == other.port
    }
}
