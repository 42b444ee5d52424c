package import JSON

/// Turns a JSON document into a `Skill`, or says everything that is wrong with it.
package enum SkillDecoder {
    /// The largest document, in bytes of its compact form, and the most steps (E07).
    static let mostBytes = 64 << 10, mostSteps = 200

    static let keys = [
        "$schema", "language", "skill", "version", "summary", "notes", "input", "config", "output", "secrets", "permits", "limits", "concurrency",
        "steps", "finally", "result", "tests",
    ]

    /// - Parameter document: the parsed file, prompts inlined (see `Prompts`).
    package static func decode(_ document: JSON) throws(InvalidDocument) -> Skill {
        let (skill, findings) = examine(document)
        guard let skill, !findings.contains(where: { $0.severity == .error }) else { throw InvalidDocument(findings: findings) }
        return skill
    }

    /// What could be read of the document, and what is wrong with it. Steps that could not be read are left out of the skill, so with
    /// errors it is good for further checks and for nothing else; nil when too little could be read even for that.
    static func examine(_ document: JSON) -> (skill: Skill?, findings: [Finding]) {
        let log = FindingLog()
        let skill = read(DocumentNode(value: document, pointer: "", log: log))
        return (skill, log.findings)
    }

    private static func read(_ root: DocumentNode) -> Skill? {
        guard root.isObject else { return nil }
        if root.value.bytes(.compact).count > mostBytes { root.report("E07", "the document is over \(mostBytes >> 10) KiB") }
        root.allow(keys)
        if let language = root.required("language"), language.value != 1 { language.report("E01", "the language must be 1") }
        let name = self.name(root)
        let version = root.child("version").flatMap(Self.version)
        let summary = root.required("summary")?.text
        if let summary, !(10...300).contains(summary.unicodeScalars.count) {
            root.report("E01", "the summary must have 10 to 300 characters, has \(summary.unicodeScalars.count)", at: "summary")
        }
        let input = root.required("input").flatMap(Self.shape)
        let config = root.child("config").flatMap(Self.shape)
        let output = root.required("output").flatMap(Self.shape)
        let secrets = root.child("secrets").map(Self.secrets) ?? []
        var steps = StepDecoder(secrets: secrets)
        let bodyNode = root.required("steps")
        let body = bodyNode.map { node in steps.list(node, depth: 1) }
        let cleanup = root.child("finally").map { steps.list($0, depth: 1) } ?? []
        if steps.count > mostSteps { root.report("E07", "\(steps.count) steps, at most \(mostSteps) are allowed", at: "steps") }
        let result = root.required("result").map { steps.template($0) }
        let limits = root.child("limits").map(Self.limits) ?? .standard
        let permits = root.child("permits").map(Self.permits) ?? .none
        let concurrency = root.child("concurrency").flatMap { Self.concurrency($0, &steps) }
        let tests = root.required("tests").map { TestDecoder.list($0, ids: steps.ids) } ?? []
        guard let name, let summary, let input, let output, let body, let result else { return nil }
        return Skill(
            name: name, version: version, summary: summary, notes: root.child("notes")?.text, input: input, config: config, output: output,
            secrets: secrets, permits: permits, limits: limits, concurrency: concurrency, steps: body, cleanup: cleanup, result: result,
            tests: tests, document: root.value, callees: Skill.callees(of: body + cleanup),
            services: permits.services, defaults: config?.schema.applyingDefaults(to: .object([:])).object ?? [:])
    }

    private static func name(_ root: DocumentNode) -> String? {
        guard let node = root.required("skill"), let text = node.text else { return nil }
        guard SkillName.isValid(text) else {
            node.report("E01", "\"\(text)\" is not a skill name", hint: "a lower-case letter, then up to 47 letters, digits or _")
            return nil
        }
        return text
    }

    private static func version(_ node: DocumentNode) -> SemanticVersion? {
        guard let text = node.text else { return nil }
        if let version = SemanticVersion(text) { return version }
        node.report("E01", "\"\(text)\" is not a version", hint: "three numbers such as \"1.4.0\"")
        return nil
    }

    /// An object schema in strict mode: an unknown keyword is an error.
    static func shape(_ node: DocumentNode) -> DataShape? {
        guard node.isObject else { return nil }
        if node.value["type"] != "object" { node.report("E01", "the schema's \"type\" must be \"object\"") }
        do {
            return DataShape(source: node.value, schema: try Schema(compiling: node.value, keywords: .strict))
        } catch {
            node.report("E01", "not a usable JSON Schema: \(error)")
            return nil
        }
    }

    private static func secrets(_ node: DocumentNode) -> [String] {
        node.elements.compactMap { element in
            guard let text = element.text else { return nil }
            let letters = text.utf8
            let fits = letters.first.map { (65...90).contains($0) } ?? false
                && letters.count <= 64 && letters.allSatisfy { (65...90).contains($0) || (48...57).contains($0) || $0 == 95 }
            if !fits { element.report("E01", "\"\(text)\" is not a secret's name", hint: "capital letters, digits and _, such as API_TOKEN") }
            return fits ? text : nil
        }
    }

    private static func permits(_ node: DocumentNode) -> Permits {
        guard node.isObject else { return .none }
        node.allow(["http", "models", "skills", "mcp", "tune"])
        let http = node.child("http")?.elements.compactMap { element -> HTTPPermit? in
            guard let text = element.text else { return nil }
            let permit = HTTPPermit(text)
            if permit == nil {
                element.report("E01", "\"\(text)\" is not an http permit", hint: "write \"GET https://host/path*\" or \"GET service:name/path*\"")
            }
            return permit
        }
        let skills = node.child("skills")?.elements.compactMap { element -> String? in
            guard let text = element.text else { return nil }
            if CallableName("skill:" + text) == nil { element.report("E01", "\"\(text)\" is not a skill reference", hint: "write \"name@^1\"") }
            return text
        }
        let tune = node.child("tune")?.elements.compactMap { element -> String? in
            guard let text = element.text else { return nil }
            // A name of which `*` may stand for any part.
            if !SkillName.isValid(text.replacing("*", with: "a")) {
                element.report("E01", "\"\(text)\" is no skill's name", hint: "write a name, or \"*\" for every skill")
            }
            return text
        }
        return Permits(
            http: http ?? [], models: node.child("models")?.elements.compactMap(\.text) ?? [], skills: skills ?? [],
            mcp: node.child("mcp")?.elements.compactMap(\.text) ?? [], tune: tune ?? [])
    }

    static func limits(_ node: DocumentNode) -> Limits {
        var limits = Limits.standard
        guard node.isObject else { return limits }
        node.allow(["duration", "calls", "tokens", "cost_usd"])
        if let duration = node.child("duration")?.duration() { limits.duration = duration }
        if let calls = node.child("calls")?.integer(in: 1...Int.max) { limits.calls = calls }
        if let tokens = node.child("tokens")?.integer(in: 1...Int.max) { limits.tokens = tokens }
        if let cost = node.child("cost_usd")?.number(atLeast: 0, exclusive: true) { limits.costUSD = cost }
        return limits
    }

    private static func concurrency(_ node: DocumentNode, _ steps: inout StepDecoder) -> Concurrency? {
        guard node.isObject else { return nil }
        node.allow(["key", "max", "on_conflict"])
        guard let key = node.required("key").map({ steps.template($0) }) else { return nil }
        return Concurrency(
            key: key, max: node.child("max")?.integer(in: 1...Int.max) ?? 1,
            onConflict: node.child("on_conflict")?.choice(Concurrency.Conflict.self) ?? .skip)
    }
}
