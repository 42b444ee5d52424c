import Workspace

/// Bearer tokens (RFC 6750, section 2.1).
struct Authentication: Sendable {
    let tokens: TokenSet

    /// Throws 401 with a challenge when there is no token or none that is known.
    func holder(of head: RequestHead) throws(Refusal) -> TokenSet.Holder {
        guard let credentials = head.authorization else {
            throw Self.refusal("send the header \"Authorization: Bearer TOKEN\"; every request needs a token", challenge: #"Bearer realm="ratchet""#)
        }
        let parts = credentials.split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0].lowercased() == "bearer", let holder = tokens.holder(of: String(parts[1])) else {
            throw Self.refusal("this server does not know the token", challenge: #"Bearer realm="ratchet", error="invalid_token""#)
        }
        return holder
    }

    private static func refusal(_ message: String, challenge: String) -> Refusal {
        Refusal(.unauthorized, "unauthorized", message, headers: [("WWW-Authenticate", challenge)])
    }
}
