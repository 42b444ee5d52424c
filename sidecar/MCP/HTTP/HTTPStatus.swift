/// The status an HTTP answer has in the stateless revisions, where it tells what became of the request. In a session a request that was
/// understood as one is always answered with 200.
extension MCPError {
    var status: Int {
        switch self {
        case .missingMeta: 400
        case .frameTooLong: 413
        default: remote(in: .july2026).status
        }
    }
}

extension RemoteError {
    /// Errors of a method are answers like any other; errors of the request itself are not.
    var status: Int {
        switch code {
        case -32700, -32600, -32020, -32021, -32022: 400
        case -32601: 404
        default: 200
        }
    }
}
