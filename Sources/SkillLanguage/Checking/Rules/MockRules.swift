import JSON

/// E53: a test's answer in place of a call has the form of the call's real answers, else the test proves nothing.
struct MockRules {
    let skill: Skill
    let live: LiveSkills?
    let log: FindingLog

    func check() {
        var shapes: [String: Schema] = [:]
        for step in skill.allSteps {
            guard case .call(let call) = step.verb, let output = CallableShapes.output(of: call, among: live) else { continue }
            if let schema = try? Schema(compiling: Self.adapted(output, to: call.callable), keywords: .lenient) { shapes[step.id] = schema }
        }
        for test in skill.tests {
            for (id, mocks) in test.mocks.sorted(by: { $0.key < $1.key }) {
                guard let schema = shapes[id] else { continue }
                let isList = skill.document[Pointer(parsing: "\(test.pointer)/mocks/\(id)") ?? .root]?.array != nil
                for (i, mock) in mocks.enumerated() {
                    let place = "\(test.pointer)/mocks/\(id)" + (isList ? "/\(i)" : "")
                    self.check(mock, schema, at: place)
                }
            }
        }
    }

    private func check(_ mock: Mock, _ schema: Schema, at pointer: String) {
        let (value, place): (JSON?, String) =
            switch mock {
            case .output(let value): (value, pointer + "/output")
            case .script(let turns): (turns.last?["finish"], "\(pointer)/script/\(turns.count - 1)/finish")
            case .failure: (nil, pointer)
            }
        guard let value, let violation = schema.firstViolation(in: value) else { return }
        log.add(Finding("E53", place + violation.instance.description, "the call never gives this: \(violation.message)"))
    }

    /// A test may leave out what it does not need of a called skill's output.
    private static func adapted(_ schema: JSON, to callable: CallableName) -> JSON {
        guard case .skill = callable, var object = schema.object else { return schema }
        object["required"] = nil
        return .object(object)
    }
}
