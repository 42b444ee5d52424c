package import JSON

/// Why a request is refused. What a tool finds wrong with its work is not here: that is a `ToolResult` with `isError`, which the model reads.
package enum MCPError: Error, Sendable, Hashable {
    /// The frame is not JSON.
    case unparsable(String)
    case frameTooLong(limit: Int)
    /// The frame is JSON and not a message, or a message out of place.
    case invalidRequest(String)
    case unknownMethod(String)
    /// A required member of `_meta` is missing; over HTTP the request itself counts as malformed.
    case missingMeta(String)
    case invalidParameters(String, data: JSON? = nil)
    case unknownResource(uri: String)
    case headerMismatch(String)
    /// The client would have to be able to do what these capabilities name (an object of objects, such as `{"elicitation": {}}`).
    case missingCapability(JSON.Object)
    case unsupportedVersion(requested: String)
    case tooManyRequests(limit: Int)
    /// The server's fault. The reason goes to the client, so it names nothing secret.
    case failed(String)
}

extension MCPError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unparsable(let reason): "the message is not JSON: \(reason)"
        case .frameTooLong(let limit): "the message is longer than \(limit) bytes and was skipped; send less at a time"
        case .invalidRequest(let reason): reason
        case .unknownMethod(let method): "there is no method \(method.debugDescription)"
        case .missingMeta(let key): "params._meta must have \(key.debugDescription)"
        case .invalidParameters(let reason, _): reason
        case .unknownResource(let uri): "there is no resource \(uri.debugDescription)"
        case .headerMismatch(let reason): reason
        case .missingCapability(let required): "the client must declare the capabilities \(JSON.object(required).text(.compact))"
        case .unsupportedVersion(let requested):
            "protocol version \(requested.debugDescription) is not spoken here; use one of "
                + Revision.allCases.map(\.rawValue).joined(separator: ", ")
        case .tooManyRequests(let limit): "\(limit) requests are under way on this connection; wait for one to end"
        case .failed(let reason): reason
        }
    }
}
