import JSON

/// E53: a test's answer in place of a call has the form of the call's real answers, else the test proves nothing.
struct MockRules {
    let skill: Skill
    let live: LiveSkills?
    let notes: SchemaNotes
    let log: FindingLog

    func check() {
        var shapes: [String: [Expected]] = [:]
        var agents: Set<String> = []
        for step in skill.allSteps {
            guard case .call(let call) = step.verb else { continue }
            if call.callable == .builtin("agent") { agents.insert(step.id) }
            shapes[step.id] = expected(of: call, step)
        }
        for test in skill.tests {
            for (id, mocks) in test.mocks.sorted(by: { $0.key < $1.key }) {
                let isList = skill.document[Pointer(parsing: "\(test.pointer)/mocks/\(id)") ?? .root]?.array != nil
                for (i, mock) in mocks.enumerated() {
                    let place = "\(test.pointer)/mocks/\(id)" + (isList ? "/\(i)" : "")
                    switch mock {
                    case .output(let value): self.check(value, shapes[id] ?? [], at: place + "/output")
                    case .script(let script) where !agents.contains(id):
                        log.add(Finding("E53", script.pointer, "only an agent is mocked with a script", hint: "write \"output\": ..."))
                    case .script, .failure: break
                    }
                }
            }
        }
    }

    /// What an answer, or a member of it, has to fit.
    private struct Expected {
        var member: String?
        let schema: Schema
    }

    private func expected(of call: Call, _ step: Step) -> [Expected] {
        switch call.callable {
        case .tool: return []
        case .skill(let name, _):
            let output = live?[name].map { Self.withoutRequired($0.output) }
            return output.flatMap { try? Schema(compiling: $0, keywords: .lenient) }.map { [Expected(schema: $0)] } ?? []
        case .builtin(let name):
            let asked = notes.embedded[step.pointer]
            let fixed = CallableShapes.compiledOutput(of: name).map { Expected(schema: $0) }
            if name == "http" { return [fixed, asked.map { Expected(member: "body", schema: $0) }].compactMap { $0 } }
            // An answer whose form is asked for and cannot be read is reported where it is asked for.
            let isAskedFor = ["llm", "agent"].contains(name) && call.arguments.member("output")?.literal != nil
            if isAskedFor || asked != nil || ["human", "echo"].contains(name) { return asked.map { [Expected(schema: $0)] } ?? [] }
            return [fixed].compactMap { $0 }
        }
    }

    private func check(_ value: JSON, _ expected: [Expected], at place: String) {
        for part in expected {
            guard let value = part.member.map({ value[$0] }) ?? value, let violation = part.schema.firstViolation(in: value) else { continue }
            let inside = part.member.map { "/" + $0 } ?? ""
            return log.add(Finding("E53", place + inside + violation.instance.description, "the call never gives this: \(violation.message)"))
        }
    }

    /// A test may leave out what it does not need of a called skill's output.
    private static func withoutRequired(_ schema: JSON) -> JSON {
        guard var object = schema.object else { return schema }
        object["required"] = nil
        return .object(object)
    }
}
