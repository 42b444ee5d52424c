import CivilTime
package import JSON

extension AgentArguments {
    private static let form: Schema? = CallableShapes.input(of: .builtin("agent"), among: nil).flatMap {
        try? Schema(compiling: $0, keywords: .lenient)
    }

    /// - Throws: `expr.type` with the first thing that is wrong: arguments may be computed, so not all of them can be checked before.
    package init(_ json: JSON) throws(Failure) {
        if let violation = Self.form?.firstViolation(in: json) { throw Self.wrong("\(violation)") }
        guard let model = json["model"]?.string, let prompt = json["prompt"] else { throw Self.wrong("model and prompt are needed") }
        self.model = model
        self.prompt = Self.text(prompt)
        system = json["system"].map(Self.text)
        effort = json["effort"]?.string
        output = try json["output"].map { source throws(Failure) in
            do {
                return try Schema(compiling: source, keywords: .strict)
            } catch {
                throw Self.wrong("output is not a usable JSON Schema: \(error)")
            }
        }
        tools = try Self.grants(json["tools"]?.array ?? [])
        if output != nil, tools.contains(where: { $0.name == Self.finish }) {
            throw Self.wrong("a tool cannot be called \"finish\", which takes the answer; give it another \"name\"")
        }
        limits = try Self.limits(json["limits"] ?? [:])
        graceCall = json["grace_call"]?.bool ?? true
        var conditions: [Formula] = []
        for text in (json["stop_when"]?.array ?? []).compactMap(\.string) { conditions.append(try Self.condition(text)) }
        stopWhen = conditions
        let guarding = json["loop_guard"]
        loopGuard = LoopGuard(repeats: Self.count(guarding?["repeats"]) ?? 3, fails: guarding?["action"] == "fail")
        let compact = json["compact"]
        compaction = Compaction(
            atTokens: Self.count(compact?["at_tokens"]), everyIterations: Self.count(compact?["every_iterations"]) ?? 30,
            keepLast: Self.count(compact?["keep_last"]) ?? 6, resultCharacters: Self.count(compact?["tool_result_max_chars"]) ?? 4000,
            model: compact?["model"]?.string ?? model)
        delay = try Self.duration(json["delay"], "delay") ?? .zero
    }

    private static func wrong(_ message: String) -> Failure { Failure("expr.type", "agent: \(message)", retryable: false) }

    private static func text(_ json: JSON) -> String { json.string ?? json.text(.compact) }

    private static func count(_ json: JSON?) -> Int? { json?.int.flatMap { Int(exactly: $0) } }

    private static func duration(_ json: JSON?, _ name: String) throws(Failure) -> Duration? {
        guard let text = json?.string else { return nil }
        do {
            return try Duration(text: text)
        } catch {
            throw wrong("\(name): \(error)")
        }
    }

    private static func condition(_ text: String) throws(Failure) -> Formula {
        do {
            return try Formula(condition: text)
        } catch {
            throw wrong(error.message)
        }
    }

    private static func limits(_ json: JSON) throws(Failure) -> Limits {
        guard let iterations = count(json["iterations"]), let duration = try duration(json["duration"], "limits.duration") else {
            throw wrong("limits need iterations and duration")
        }
        return Limits(
            iterations: iterations, duration: duration,
            iterationTimeout: try Self.duration(json["iteration_timeout"], "limits.iteration_timeout") ?? .seconds(90),
            toolCalls: count(json["tool_calls"]), tokens: count(json["tokens"]), costUSD: json["cost_usd"]?.double)
    }

    // MARK: tools

    private static func grants(_ items: [JSON]) throws(Failure) -> [ToolGrant] {
        var grants: [ToolGrant] = []
        for item in items {
            guard let text = item["use"]?.string, let use = CallableName(text) else {
                throw wrong("there is no callable \(item["use"]?.text(.compact) ?? "") for a tool")
            }
            let name = item["name"]?.string ?? ToolGrant.name(of: use)
            if grants.contains(where: { $0.name == name }) { throw wrong("two tools are called \"\(name)\"; give one a \"name\"") }
            grants.append(
                ToolGrant(
                    use: use, name: name, description: item["describe"]?.string, fixed: item["with"]?.object ?? [:],
                    maxCalls: count(item["max_calls"]), approval: try approval(item["approve"])))
        }
        return grants
    }

    private static func approval(_ json: JSON?) throws(Failure) -> ToolGrant.Approval {
        if let text = json?["when"]?.string { return .when(try condition(text)) }
        switch json?.string {
        case "always": return .always
        case "once_per_run": return .once
        default: return .never
        }
    }
}

extension AgentArguments.ToolGrant {
    /// The name where the author gives none: `skill_look_up`, `mcp_github_search_code`, `memory_get`; at most 64 characters, as servers
    /// of models ask for.
    package static func name(of use: CallableName) -> String {
        let text =
            switch use {
            case .builtin(let name): name
            case .skill(let name, _): "skill_\(name)"
            case .tool(let server, let name): "mcp_\(server)_\(name)"
            }
        let letters = text.unicodeScalars.map { scalar -> Character in
            let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "_" || scalar == "-")
            return isPlain ? Character(scalar) : "_"
        }
        return String(letters.prefix(64))
    }
}
