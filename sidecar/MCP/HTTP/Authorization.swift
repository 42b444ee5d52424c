import JSON

/// Who may use the endpoint: bearer tokens (RFC 6750), with what tells clients where to get one (RFC 9728).
package struct Authorization: Sendable {
    package enum Verdict: Sendable, Hashable {
        /// The principal is what handlers see; sessions and states belong to it.
        case admitted(principal: String?)
        case unknownToken
        case insufficientScope(String)
    }

    /// Describes this server as a resource of authorization servers; nil where tokens are handed out by other ways.
    package struct Resource: Sendable, Hashable {
        /// The URL of the endpoint, as clients know it.
        package var url: String
        package var authorizationServers: [String]
        package var scopes: [String]

        package init(url: String, authorizationServers: [String], scopes: [String] = []) {
            self.url = url
            self.authorizationServers = authorizationServers
            self.scopes = scopes
        }
    }

    package let resource: Resource?
    private let judge: @Sendable (_ token: String) async -> Verdict

    /// - Parameter judge: has to check that a token was issued for this server, too.
    package init(resource: Resource? = nil, judge: @escaping @Sendable (_ token: String) async -> Verdict) {
        self.resource = resource
        self.judge = judge
    }

    /// The caller, or the refusal to send.
    func admit(_ request: EndpointRequest) async -> Result<String?, Refused> {
        guard let credentials = request["authorization"] else {
            return .failure(refused(401, "every request needs the header \"Authorization: Bearer TOKEN\"", nil))
        }
        let parts = credentials.split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else {
            return .failure(refused(401, "the header Authorization must be \"Bearer TOKEN\"", #"error="invalid_request""#))
        }
        switch await judge(String(parts[1])) {
        case .admitted(let principal): return .success(principal)
        case .unknownToken: return .failure(refused(401, "this server does not know the token", #"error="invalid_token""#))
        case .insufficientScope(let scope):
            return .failure(refused(403, "the token lacks the scope \(scope)", #"error="insufficient_scope", scope="\#(scope)""#))
        }
    }

    struct Refused: Error {
        let response: EndpointResponse
    }

    private func refused(_ status: Int, _ reason: String, _ error: String?) -> Refused {
        var challenge: [String] = []
        if let resource { challenge.append(#"resource_metadata="\#(resource.metadataURL)""#) }
        if let error { challenge.append(error) }
        if status == 401, let scopes = resource?.scopes, !scopes.isEmpty {
            challenge.append(#"scope="\#(scopes.joined(separator: " "))""#)
        }
        let header = challenge.isEmpty ? "Bearer" : "Bearer " + challenge.joined(separator: ", ")
        return Refused(response: EndpointResponse(status, refusing: reason, headers: [("WWW-Authenticate", header)]))
    }
}

extension Authorization.Resource {
    /// Where clients look for the metadata: the well-known path between the host and the path of the URL.
    package var metadataPath: String { "/.well-known/oauth-protected-resource" + parts.path }

    var metadataURL: String { parts.origin + metadataPath }

    var metadata: JSON {
        var object: JSON.Object = ["resource": .string(url), "authorization_servers": .array(authorizationServers.map(JSON.string))]
        if !scopes.isEmpty { object["scopes_supported"] = .array(scopes.map(JSON.string)) }
        object["bearer_methods_supported"] = ["header"]
        return .object(object)
    }

    private var parts: (origin: String, path: String) {
        let start = url.firstRange(of: "://")?.upperBound ?? url.startIndex
        let slash = url[start...].firstIndex(of: "/") ?? url.endIndex
        let path = String(url[slash...])
        return (String(url[..<slash]), path == "/" ? "" : path)
    }
}
