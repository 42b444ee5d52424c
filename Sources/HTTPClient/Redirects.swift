/// Whether responses that point elsewhere are followed.
package enum Redirects: Sendable {
    /// They are returned like any other response.
    case none
    /// At most `max` hops, each only if `allows` its URL, which is asked before anything is sent there.
    case follow(max: Int, allows: @Sendable (URL) -> Bool)
}

extension Request {
    /// Headers that go along to another origin. Everything else stays behind, since a secret can be in a header of any name.
    private static let portable: Set<String> = [
        "accept", "accept-language", "content-type", "content-encoding", "content-language", "user-agent", "traceparent",
    ]

    /// The request to send because of `response`, or nil if it is the final one (RFC 9110 15.4).
    ///
    /// 303 turns everything but HEAD into a GET without a body; 301 and 302 do so to POST only; 307 and 308 repeat the request.
    /// Refused with `.redirect`: a hop too many, a URL that is malformed or not allowed, https to http.
    func redirected(by response: ResponseHead, after hops: Int) throws(HTTPError) -> Request? {
        guard case .follow(let max, let allows) = redirects, [301, 302, 303, 307, 308].contains(response.status),
            let location = response.headers.values(of: "location").first
        else { return nil }
        func refusal(_ problem: String) -> HTTPError { HTTPError(.redirect(problem), url: url, mayHaveReachedServer: true) }
        if hops >= max { throw refusal("more than \(max) redirects") }
        let target: URL
        do { target = try url.resolving(location) } catch { throw refusal(error.description) }
        if url.scheme == .https, target.scheme == .http { throw refusal("from https to http at \(target.authority)") }
        guard allows(target) else { throw refusal("\(target.authority)\(target.path) is not permitted") }

        var next = self
        next.url = target
        if (response.status == 303 && method != .head) || (response.status <= 302 && method == .post) {
            next.method = .get
            next.isRepeatable = true
            next.body = []
            next.headers = next.headers.keeping { !$0.hasPrefix("content-") }
        }
        if !url.hasSameOrigin(as: target) { next.headers = next.headers.keeping(Self.portable.contains) }
        return next
    }
}
