/// What to ask, of whom, and within which bounds.
package struct Request: Sendable {
    package enum Method: String, Sendable, CaseIterable {
        case get = "GET", head = "HEAD", post = "POST", put = "PUT", patch = "PATCH", delete = "DELETE", options = "OPTIONS"

        /// Sending it twice has the effect of sending it once (RFC 9110 9.2.2).
        package var isIdempotent: Bool { self != .post && self != .patch }
    }

    package var method: Method
    package var url: URL
    /// Sent in this order. Those that frame the message (`Host`, `Content-Length`, `Accept-Encoding` and the like) are refused.
    package var headers: Headers
    package var body: [UInt8]
    /// For the whole exchange, redirects and body included; nil means for ever.
    package var timeout: Duration? = .seconds(60)
    /// For resolving, connecting and the TLS handshake of each hop.
    package var connectTimeout: Duration = .seconds(10)
    /// The longest time without a byte in either direction; nil means no limit. Time in which the consumer of a stream lets its
    /// buffer stay full does not count.
    package var idleTimeout: Duration?
    /// The longest body that is accepted, counted after decompression, so that a small response cannot unpack into a large one.
    package var maxBytes = 1 << 20
    package var redirects: Redirects = .none
    package var addressPolicy: AddressPolicy = .publicOnly
    /// Whether the request may be sent again by itself when the server closed a kept connection just as it was sent. If false,
    /// that is `.reset` with `mayHaveReachedServer`. At first, whether the method is idempotent; set it to true for a request
    /// that carries an idempotency key.
    package var isRepeatable: Bool

    package init(_ method: Method = .get, _ url: URL, headers: Headers = [:], body: [UInt8] = []) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        isRepeatable = method.isIdempotent
    }
}

extension Request {
    /// Set by the client, from the rest of the request, on every hop.
    private static let reserved: Set<String> = [
        "host", "content-length", "transfer-encoding", "connection", "keep-alive", "proxy-connection", "upgrade", "te", "trailer", "expect",
        "accept-encoding", "http2-settings",
    ]

    /// Refuses headers that could end a line, smuggle a second request or speak to another host than the one that was vetted.
    func validate() throws(HTTPError) {
        for field in headers.fields {
            guard !field.name.isEmpty, field.name.utf8.allSatisfy({ Escapes.isAlphanumeric($0) || "!#$%&'*+-.^_`|~".utf8.contains($0) }) else {
                throw HTTPError(.invalidRequest("'\(field.name.prefix(60))' is not a header name"), url: url)
            }
            if Self.reserved.contains(field.name.lowercased()) {
                throw HTTPError(.invalidRequest("the header \(field.name) is set by the client and cannot be given"), url: url)
            }
            guard field.value.utf8.allSatisfy({ $0 == 0x09 || ($0 >= 0x20 && $0 != 0x7F) }) else {
                throw HTTPError(.invalidRequest("the value of header \(field.name) has a control character"), url: url)
            }
        }
        if method == .head, !body.isEmpty { throw HTTPError(.invalidRequest("a HEAD request has no body"), url: url) }
    }
}
