import JSON

/// What a request says beside its parameters.
struct RequestMeta: Sendable, Hashable {
    /// Where reports on progress are sent to; nil when none are wanted.
    var progressToken: RequestID?
    /// From which level on the call may tell something (stateless revisions).
    var logLevel: LogLevel?

    init(_ meta: JSON.Object?) throws(MCPError) {
        if let token = meta?[MetaKey.progressToken] {
            guard let id = RequestID(token) else { throw .invalidParameters("params._meta.progressToken must be a text or an integer") }
            progressToken = id
        }
        if let level = meta?[MetaKey.logLevel] {
            guard let known = level.string.flatMap(LogLevel.init(rawValue:)) else {
                throw .invalidParameters("params._meta[\"\(MetaKey.logLevel)\"] is no level")
            }
            logLevel = known
        }
    }
}

extension Client {
    /// The client of a stateless request. Throws `missingMeta` and `unsupportedVersion`.
    init(meta: JSON.Object?) throws(MCPError) {
        guard let version = meta?[MetaKey.protocolVersion]?.string else { throw .missingMeta(MetaKey.protocolVersion) }
        guard let revision = Revision(rawValue: version), revision.isStateless else { throw .unsupportedVersion(requested: version) }
        guard let capabilities = meta?[MetaKey.clientCapabilities]?.object else { throw .missingMeta(MetaKey.clientCapabilities) }
        self.init(revision: revision, capabilities: capabilities, information: meta?[MetaKey.clientInfo])
    }

    /// The client of a session, from the parameters of `initialize`. A revision that is not spoken is answered with the newest that is.
    init(initialize params: Parameters) throws(MCPError) {
        let asked = Revision(rawValue: try params.required("protocolVersion"))
        guard let capabilities = try params.object("capabilities") else { throw .invalidParameters("params.capabilities must be an object") }
        let revision = asked.flatMap { $0.isStateless ? nil : $0 } ?? .newestWithSession
        self.init(revision: revision, capabilities: capabilities, information: params.members["clientInfo"])
    }
}
