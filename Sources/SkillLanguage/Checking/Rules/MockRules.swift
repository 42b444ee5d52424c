import JSON

/// E53: a test's answer in place of a call has the form of the call's real answers, else the test proves nothing.
struct MockRules {
    let skill: Skill
    let live: LiveSkills?
    let log: FindingLog

    func check() {
        var shapes: [String: Schema] = [:]
        var agents: Set<String> = []
        for step in skill.allSteps {
            if case .call(let call) = step.verb, call.callable == .builtin("agent") { agents.insert(step.id) }
            guard case .call(let call) = step.verb, let output = CallableShapes.output(of: call, among: live) else { continue }
            if let schema = try? Schema(compiling: Self.adapted(output, to: call.callable), keywords: .lenient) { shapes[step.id] = schema }
        }
        for test in skill.tests {
            for (id, mocks) in test.mocks.sorted(by: { $0.key < $1.key }) {
                let isList = skill.document[Pointer(parsing: "\(test.pointer)/mocks/\(id)") ?? .root]?.array != nil
                for (i, mock) in mocks.enumerated() {
                    let place = "\(test.pointer)/mocks/\(id)" + (isList ? "/\(i)" : "")
                    switch mock {
                    case .output(let value): self.check(value, shapes[id], at: place + "/output")
                    case .script(let script) where !agents.contains(id):
                        log.add(Finding("E53", script.pointer, "only an agent is mocked with a script", hint: "write \"output\": ..."))
                    case .script, .failure: break
                    }
                }
            }
        }
    }

    private func check(_ value: JSON, _ schema: Schema?, at place: String) {
        guard let violation = schema?.firstViolation(in: value) else { return }
        log.add(Finding("E53", place + violation.instance.description, "the call never gives this: \(violation.message)"))
    }

    /// A test may leave out what it does not need of a called skill's output.
    private static func adapted(_ schema: JSON, to callable: CallableName) -> JSON {
        guard case .skill = callable, var object = schema.object else { return schema }
        object["required"] = nil
        return .object(object)
    }
}
