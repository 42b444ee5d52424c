package import JSON

extension MCPError {
    /// The code JSON-RPC or the revision gives it.
    package func code(in revision: Revision) -> Int64 {
        switch self {
        case .unparsable: -32700
        case .frameTooLong, .invalidRequest: -32600
        case .unknownMethod: -32601
        case .missingMeta, .invalidParameters: -32602
        case .unknownResource: revision.isStateless ? -32602 : -32002
        case .headerMismatch: -32020
        case .missingCapability: revision.isStateless ? -32021 : -32600
        case .unsupportedVersion: revision.isStateless ? -32022 : -32602
        case .tooManyRequests, .failed: -32603
        }
    }

    package var data: JSON? {
        switch self {
        case .invalidParameters(_, let data): data
        case .unknownResource(let uri): ["uri": .string(uri)]
        case .missingCapability(let required): ["requiredCapabilities": .object(required)]
        case .unsupportedVersion(let requested):
            ["supported": .array(Revision.allCases.map { .string($0.rawValue) }), "requested": .string(requested)]
        default: nil
        }
    }

    package func remote(in revision: Revision) -> RemoteError {
        RemoteError(code: code(in: revision), message: description, data: data)
    }
}
