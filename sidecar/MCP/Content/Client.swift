package import JSON

/// Who is at the other end: what it said when the session began, or with the request itself.
package struct Client: Sendable, Hashable {
    package var revision: Revision
    package var capabilities: JSON.Object
    /// Name and version; nil when it did not say. Never a proof of who it is.
    package var information: JSON?

    package init(revision: Revision, capabilities: JSON.Object = [:], information: JSON? = nil) {
        self.revision = revision
        self.capabilities = capabilities
        self.information = information
    }

    /// Whether it can show a form to a person.
    package var showsForms: Bool {
        guard let elicitation = capabilities["elicitation"]?.object else { return false }
        return elicitation.isEmpty || elicitation["form"] != nil
    }

    /// Whether a tool call may be answered with a task.
    package var takesTasks: Bool { revision.isStateless && capabilities["extensions"]?[MetaKey.tasks]?.object != nil }

    /// The capabilities it lacks to be asked for these; nil when it lacks none.
    package func lacking(for requests: some Sequence<InputRequest>) -> JSON.Object? {
        var missing: JSON.Object = [:]
        for name in requests.compactMap(\.capability).sorted() where capabilities[name] == nil { missing[name] = [:] }
        return missing.isEmpty ? nil : missing
    }
}
