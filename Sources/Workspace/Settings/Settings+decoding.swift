package import JSON
package import SkillLanguage

/// Reading `ratchet.json`. Codes S01 (missing or of the wrong kind) and S02 (unknown key) as in skill documents E01 and E03.
extension Settings {
    /// - Throws: every finding of the file in one pass.
    package init(_ json: JSON) throws(InvalidDocument) {
        let log = FindingLog()
        let root = DocumentNode(value: json, pointer: "", log: log)
        self = .empty
        if root.isObject {
            root.allow(["services", "models", "policy", "retention"])
            for (name, node) in root.child("services")?.members ?? [] {
                if !StepID.isValid(name) { node.report("E01", "\"\(name)\" is not a service's name", hint: "lower-case letters, digits and _") }
                services[name] = Self.service(node)
            }
            for (name, node) in root.child("models")?.members ?? [] { models[name] = Self.model(node) }
            if let node = root.child("policy") { policy = Self.policy(node) }
            if let node = root.child("retention") { retention = Self.retention(node) }
        }
        guard !log.hasErrors else {
            throw InvalidDocument(findings: log.findings.map { Finding($0.code.settings, $0.pointer, $0.message, hint: $0.hint) })
        }
    }

    private static func service(_ node: DocumentNode) -> Service? {
        guard node.isObject else { return nil }
        node.allow(["base_url", "allow_private", "headers"])
        let headers = (node.child("headers")?.members ?? []).compactMap { name, member in member.text.map { (name, $0) } }
        guard let base = node.required("base_url").flatMap(address) else { return nil }
        return Service(baseURL: base, allowPrivate: node.child("allow_private")?.flag ?? false, headers: headers)
    }

    /// An http or https address, without a slash at the end.
    private static func address(_ node: DocumentNode) -> String? {
        guard let text = node.text else { return nil }
        guard ["http://", "https://"].contains(where: { text.hasPrefix($0) && text.utf8.count > $0.utf8.count }), !text.contains("?"), !text.contains("#")
        else {
            node.report("E01", "\"\(text)\" is not a base URL", hint: "write \"https://host\" or \"https://host/path\"")
            return nil
        }
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }

    private static func model(_ node: DocumentNode) -> Model? {
        guard node.isObject else { return nil }
        node.allow([
            "base_url", "model", "key_secret", "input_price", "cached_input_price", "output_price", "max_tokens_field", "max_context", "structured_output",
            "sends_effort",
        ])
        let base = node.required("base_url").flatMap(address)
        let name = node.required("model")?.text
        func price(_ key: String) -> Double? { node.child(key)?.number(atLeast: 0) }
        guard let base, let name else { return nil }
        return Model(
            baseURL: base, model: name, keySecret: node.child("key_secret")?.text, inputPrice: price("input_price") ?? 0,
            cachedInputPrice: price("cached_input_price"), outputPrice: price("output_price") ?? 0,
            maxTokensField: node.child("max_tokens_field")?.text ?? "max_tokens", maxContext: node.child("max_context")?.integer(in: 1...Int.max),
            output: node.child("structured_output")?.choice(Model.StructuredOutput.self) ?? .jsonSchema,
            sendsEffort: node.child("sends_effort")?.flag ?? false)
    }

    private static func retention(_ node: DocumentNode) -> Retention {
        guard node.isObject else { return .all }
        node.allow(["days", "per_skill"])
        return Retention(days: node.child("days")?.integer(in: 1...36_500), perSkill: node.child("per_skill")?.integer(in: 1...1_000_000_000))
    }

    private static func policy(_ node: DocumentNode) -> Policy {
        var policy = Settings.empty.policy
        guard node.isObject else { return policy }
        node.allow(["agent_may_run", "owner_may_adopt"] + ChangePolicy.keys)
        if let skills = node.child("agent_may_run") { policy.agentMayRun = skills.elements.compactMap(\.text) }
        if let flag = node.child("owner_may_adopt")?.flag { policy.ownerMayAdopt = flag }
        policy.changes = ChangePolicy(node)
        return policy
    }
}

extension String {
    /// The settings' own code for a finding of the shared reader.
    fileprivate var settings: String { self == "E03" ? "S02" : "S01" }
}
