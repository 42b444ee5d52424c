/// Keeps pages of other sites away from the API. Through DNS rebinding a page's own name may resolve to this machine, so the browser
/// counts the server as the page's; but then the request names that host. A page of another origin names itself in `Origin`.
struct HostCheck: Sendable {
    private let names: Set<String>

    /// - Parameter bound: the address or name the server listens on.
    init(bound: String) {
        let wildcards: Set = ["0.0.0.0", "::", ""]
        let own = wildcards.contains(bound) ? [] : [Self.bracketed(bound.lowercased())]
        names = Set(own + ["localhost", "127.0.0.1", "[::1]"])
    }

    /// Throws 421 for a host that is not this server, and 403 for another origin.
    func check(_ head: RequestHead) throws(Refusal) {
        guard let authority = head.authority?.lowercased(), isOwn(authority, head.local) else {
            let host = head.authority.map { "host \"\($0)\"" } ?? "no single host"
            throw Refusal(.misdirected, "wrong_host", "the request is for \(host); reach this server by the address it printed at its start")
        }
        guard let origin = head.origin else { return }
        guard origin.lowercased() == "http://\(authority)" else {
            throw Refusal(.forbidden, "wrong_origin", "requests from pages of \"\(origin)\" are not taken")
        }
    }

    /// A literal address that the connection came to is fine too: it is no name that could be made to point here.
    private func isOwn(_ authority: String, _ local: RequestHead.Endpoint) -> Bool {
        guard let port = local.port else { return false }
        return (names.union(local.address.map { [Self.bracketed($0)] } ?? [])).contains { name in
            authority == "\(name):\(port)" || port == 80 && authority == name
        }
    }

    /// An IPv6 address as a URL writes it.
    private static func bracketed(_ host: String) -> String { host.contains(":") ? "[\(host)]" : host }
}
