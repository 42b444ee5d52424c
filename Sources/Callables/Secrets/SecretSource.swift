import Workspace

/// Where the values of secrets come from.
package protocol SecretSource: Sendable {
    /// Nil for one that has no value.
    func value(of name: String) -> String?

    /// All there are, by name: what any service may send back, whoever gave it to that service.
    var values: [String: String] { get }

    /// Why there is no value for a name, and what to do.
    func absence(of name: String) -> String
}

extension SecretSource {
    package func absence(of name: String) -> String {
        "the secret \(name) has no value; set it with `ratchet secret set \(name)`, or start the server with \(SecretStore.prefix)\(name) set"
    }
}

extension SecretStore: SecretSource {
    package func absence(of name: String) -> String {
        if let problem = problem(of: name) { return "\(problem)" }
        return "the secret \(name) has no value; set it with `ratchet secret set \(name)`, or start the server with \(Self.prefix)\(name) set"
    }
}
