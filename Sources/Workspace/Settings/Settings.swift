/// `ratchet.json`: the operator's configuration of a workspace. Read from the working tree; no API writes it.
package struct Settings: Sendable {
    package var services: [String: Service]
    package var models: [String: Model]
    package var policy: Policy
    package var retention = Retention.all

    /// A named base URL that skills reach as `services.NAME`.
    package struct Service: Sendable, Equatable {
        package var baseURL: String
        /// Whether a private or loopback address is reached.
        package var allowPrivate: Bool
        /// Added to every request; `${secrets.NAME}` names a secret.
        package var headers: [(name: String, value: String)]

        package static func == (a: Self, b: Self) -> Bool {
            a.baseURL == b.baseURL && a.allowPrivate == b.allowPrivate && a.headers.elementsEqual(b.headers, by: ==)
        }
    }

    /// A model alias: which server, which model there, what it costs and what it can do.
    package struct Model: Sendable, Equatable {
        package var baseURL: String
        package var model: String
        /// The secret that holds the key; nil for a server without keys.
        package var keySecret: String?
        /// US dollars for a million tokens.
        package var inputPrice: Double
        package var cachedInputPrice: Double?
        package var outputPrice: Double
        package var maxTokensField: String
        package var maxContext: Int?
        package var output: StructuredOutput
        package var sendsEffort: Bool

        /// How the server is asked for JSON of a schema.
        package enum StructuredOutput: String, Sendable, CaseIterable {
            case jsonSchema = "json_schema"
            case tool
            case text
        }
    }

    /// How long ended runs are kept.
    package struct Retention: Sendable, Equatable {
        /// Days since their end; nil for ever.
        package var days: Int?
        /// Of each skill, the latest; nil for all.
        package var perSkill: Int?

        package init(days: Int? = nil, perSkill: Int? = nil) {
            self.days = days
            self.perSkill = perSkill
        }

        package static let all = Retention()
    }

    package struct Policy: Sendable, Equatable {
        /// The skills that a token of scope `agent` may run.
        package var agentMayRun: [String]
        /// Whether the owner may approve their own commits with `ratchet adopt`.
        package var ownerMayAdopt: Bool
        /// What becomes of proposals.
        package var changes = ChangePolicy()
    }

    package static let empty = Settings(services: [:], models: [:], policy: Policy(agentMayRun: [], ownerMayAdopt: true))
}
