/// Where the values of secrets come from.
package protocol SecretSource: Sendable {
    /// Nil for one that has no value.
    func value(of name: String) -> String?
}

/// Secrets in the environment of the process: `NAME` is the variable `RATCHET_SECRET_NAME`. An empty value counts as none.
package struct EnvironmentSecrets: SecretSource {
    package static let prefix = "RATCHET_SECRET_"
    private let values: [String: String]

    package init(environment: [String: String]) {
        values = environment.filter { $0.key.hasPrefix(Self.prefix) && !$0.value.isEmpty }
    }

    package func value(of name: String) -> String? { values[Self.prefix + name] }
}
