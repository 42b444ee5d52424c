/// Which addresses a request may connect to, decided on the address a name resolved to and never on the name.
///
/// It is asked when a socket opens and again before each request on a connection that is reused; requests under different
/// policies never share a connection. So neither a name that resolves to a private address, nor one that changes its address
/// between a check and the connection, nor an earlier request with wider rights gets a request where its policy forbids.
package struct AddressPolicy: Sendable, Hashable {
    /// A host, as `URL` normalises it, and a port.
    package struct Endpoint: Sendable, Hashable {
        package let host: String
        package let port: Int

        package init(_ url: URL) {
            host = url.host
            port = url.port
        }
    }

    private let isPublicOnly: Bool
    private var exceptions: Set<Endpoint> = []

    /// Every address. For requests whose target no skill, agent or server can choose.
    package static let any = AddressPolicy(isPublicOnly: false)

    /// Public unicast addresses only: no loopback, private, link-local, carrier-grade NAT, cloud metadata, multicast, unspecified,
    /// broadcast, documentation, benchmark or otherwise reserved address, in IPv4, IPv6 or IPv4 inside IPv6.
    package static let publicOnly = AddressPolicy(isPublicOnly: true)

    /// This policy, and any address for exactly the host and port of `url`: what an operator configured.
    package func allowing(_ url: URL) -> AddressPolicy {
        var policy = self
        policy.exceptions.insert(Endpoint(url))
        return policy
    }

    /// The kind of reserved address that keeps a request to `endpoint` away from `address`; nil if it may go there.
    package func refusal(of address: IPAddress, for endpoint: Endpoint) -> String? {
        isPublicOnly && !exceptions.contains(endpoint) ? ReservedAddresses.kind(of: address) : nil
    }
}
