/// Why the API cannot be served at all. What goes wrong with one request is a `Refusal`.
package enum WebError: Error, Sendable, Hashable {
    /// The address is taken, or is none of this machine's.
    case cannotListen(host: String, port: Int, reason: String)
}

extension WebError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .cannotListen(let host, let port, let reason):
            "cannot listen on \(host), port \(port): \(reason). Stop what uses the port, or name another with --port (0 picks a free one) or --host."
        }
    }
}
