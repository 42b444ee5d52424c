import CCurl

/// The parts of a URL as libcurl's own parser reads them: the one that later connects, so that no second parser can disagree.
struct URLParts {
    struct Failure: Error { let problem: String }

    let scheme: URL.Scheme
    let host: String
    let port: Int
    let path: String
    let query: String?

    init(_ text: String) throws(Failure) {
        try Self.checkAuthority(text)
        let parser = try Parser()
        try parser.set(text)
        guard let scheme = parser.part(CURLUPART_SCHEME).flatMap(URL.Scheme.init(rawValue:)) else {
            throw Failure(problem: "a scheme that is not http or https")
        }
        guard parser.part(CURLUPART_ZONEID) == nil else { throw Failure(problem: "a zone identifier") }
        self.scheme = scheme
        host = try Self.host(parser.part(CURLUPART_HOST) ?? "")
        guard let port = parser.part(CURLUPART_PORT, flags: UInt32(CURLU_DEFAULT_PORT)).flatMap(Int.init), (1...65535).contains(port) else {
            throw Failure(problem: "a port outside 1 to 65535")
        }
        self.port = port
        path = parser.part(CURLUPART_PATH) ?? "/"
        try Self.checkPath(path)
        query = parser.part(CURLUPART_QUERY).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Joins a relative reference to an absolute URL (RFC 3986 5.2), as libcurl does for redirects.
    static func resolve(_ reference: String, against base: String) throws(Failure) -> String {
        let parser = try Parser()
        try parser.set(base)
        try parser.set(reference)
        guard let joined = parser.part(CURLUPART_URL) else { throw Failure(problem: "a reference that does not resolve") }
        return joined
    }

    /// libcurl accepts one to three slashes after the scheme, and passes over an empty host where a path follows.
    private static func checkAuthority(_ text: String) throws(Failure) {
        let lowered = text.prefix(8).lowercased()
        guard let scheme = ["http://", "https://"].first(where: lowered.hasPrefix) else {
            throw Failure(problem: "no http:// or https:// at the start")
        }
        let authority = text.utf8.dropFirst(scheme.utf8.count).prefix { !"/?#".utf8.contains($0) }
        if authority.isEmpty { throw Failure(problem: "no host") }
    }

    private static func host(_ text: String) throws(Failure) -> String {
        if text.hasPrefix("[") {
            guard let address = IPAddress(String(text.dropFirst().dropLast())) else { throw Failure(problem: "a malformed IPv6 address") }
            return address.description
        }
        let host = text.lowercased()
        guard !host.isEmpty, host.utf8.allSatisfy({ Escapes.isAlphanumeric($0) || "-._".utf8.contains($0) }) else {
            throw Failure(problem: "a host with characters outside a-z, 0-9, '-', '.', '_' (write international names as xn--)")
        }
        if host.hasSuffix(".") { throw Failure(problem: "a host that ends in a dot") }
        return host
    }

    /// libcurl has removed the plain dot segments. One that shows up only after decoding (`/a/..%2fb`) or before a parameter
    /// (`/a/..;/b`) would be resolved by some servers, behind the back of a rule about paths.
    private static func checkPath(_ path: String) throws(Failure) {
        let bytes = Escapes.decoded(path)
        if bytes.contains(where: { $0 < 0x20 || $0 == 0x7F }) { throw Failure(problem: "an encoded control character in the path") }
        let segments = bytes.split(omittingEmptySubsequences: true) { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }
        for segment in segments {
            let name = segment.prefix { $0 != UInt8(ascii: ";") }
            if name.elementsEqual(".".utf8) || name.elementsEqual("..".utf8) { throw Failure(problem: "a path that climbs through an encoding") }
        }
    }
}

extension URLParts {
    /// One `CURLU` handle, freed at the end of its scope.
    private struct Parser: ~Copyable {
        private let handle: OpaquePointer

        init() throws(Failure) {
            guard let handle = curl_url() else { throw Failure(problem: "no memory for a parser") }
            self.handle = handle
        }

        deinit { curl_url_cleanup(handle) }

        func set(_ text: String) throws(Failure) {
            let code = curl_url_set(handle, CURLUPART_URL, text, UInt32(CURLU_DISALLOW_USER))
            if code != CURLUE_OK { throw Failure(problem: String(cString: curl_url_strerror(code)).lowercased()) }
        }

        func part(_ part: CURLUPart, flags: UInt32 = 0) -> String? {
            var text: UnsafeMutablePointer<CChar>?
            guard curl_url_get(handle, part, &text, flags) == CURLUE_OK, let text else { return nil }
            defer { curl_free(text) }
            return String(cString: text)
        }
    }
}
