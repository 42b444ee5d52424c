/// Keeps pages of other sites away. Through DNS rebinding a page's own name may resolve to this machine, so its browser takes the server for
/// the page's; but then the request names that host.
package struct HostPolicy: Sendable {
    /// Nil lets everything pass.
    private let hosts: Set<String>?
    private let origins: Set<String>

    /// - Parameters:
    ///   - hosts: names the server is reached by, with or without a port; without one, any port will do. Lower case.
    ///   - origins: pages that may call it, as in `https://app.example`, besides its own.
    package init(hosts: Set<String>, origins: Set<String> = []) {
        self.hosts = hosts
        self.origins = origins
    }

    /// For a server on this machine's loopback address.
    package static let loopback = HostPolicy(hosts: ["localhost", "127.0.0.1", "[::1]"])

    /// For a server that checks host and origin itself before the endpoint is asked.
    package static let checkedBefore = HostPolicy()

    private init() { (hosts, origins) = (nil, []) }

    /// Nil when the request may pass.
    func refusal(of request: EndpointRequest) -> EndpointResponse? {
        guard let hosts else { return nil }
        let host = request["host"]?.lowercased() ?? ""
        guard hosts.contains(host) || hosts.contains(Self.name(of: host)) else {
            return EndpointResponse(421, refusing: "the request is for the host \(host.debugDescription), which is not this server")
        }
        guard let origin = request["origin"]?.lowercased() else { return nil }
        guard origins.contains(origin) || ["http://" + host, "https://" + host].contains(origin) else {
            return EndpointResponse(403, refusing: "requests from pages of \(origin.debugDescription) are not taken")
        }
        return nil
    }

    /// Without the port; the colons of a bracketed address are no ports.
    private static func name(of authority: String) -> String {
        guard let colon = authority.lastIndex(of: ":"), authority[colon...].dropFirst().allSatisfy(\.isNumber) else { return authority }
        return String(authority[..<colon])
    }
}
