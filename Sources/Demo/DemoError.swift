/// What goes wrong at the demo's service.
package enum DemoError: Error, Sendable, Hashable {
    /// The address is taken or is none of this machine's.
    case cannotListen(host: String, port: Int, reason: String)
    /// The file that keeps the channel cannot be read or written. `line` is 0 when the file as a whole is meant.
    case channelFile(String, line: Int, reason: String)
    /// A request that is answered with 400.
    case badRequest(String)
    /// A request that is answered with 404.
    case notFound(String)
}

extension DemoError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .cannotListen(let host, let port, let reason):
            "the demo service cannot listen on \(host):\(port): \(reason); stop what uses the port, or give port 0 to have one picked"
        case .channelFile(let path, let line, let reason):
            "the demo's channel file \(path)\(line > 0 ? ", line \(line)" : ""): \(reason); move it away to start with an empty channel"
        case .badRequest(let reason), .notFound(let reason): reason
        }
    }
}
