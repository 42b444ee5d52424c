import JSON

/// Skills whose output says which version they are: each change gets a number, and it stands in the result.
enum Counted {
    /// Calls nobody.
    static func inner(_ number: Int, named name: String = "inner") -> JSON { document(name, number, calls: nil) }

    /// Calls another one and gives its number beside its own.
    static func outer(_ number: Int, named name: String = "outer", calls callee: String = "inner") -> JSON { document(name, number, calls: callee) }

    private static func document(_ name: String, _ number: Int, calls callee: String?) -> JSON {
        let step: JSON =
            callee.map { ["id": "say", "call": .string("skill:\($0)@^1")] } ?? ["id": "say", "call": "echo", "with": ["n": .int(Int64(number))]]
        let output: JSON = ["n": .int(Int64(number)), "callee": .int(Int64(number))]
        let answer: JSON = ["output": ["n": .int(Int64(number)), "callee": .int(Int64(number))]]
        return [
            "language": 1, "skill": .string(name), "version": "1.0.0", "summary": "Say which version this is.", "input": ["type": "object"],
            "output": [
                "type": "object", "properties": ["n": ["type": "integer"], "callee": ["type": "integer"]], "required": ["n", "callee"],
            ],
            "permits": ["skills": callee.map { [.string("\($0)@^1")] } ?? []], "steps": [step],
            "result": ["n": .int(Int64(number)), "callee": "${steps.say.n}"],
            "tests": [["name": "says it", "input": [:], "mocks": callee == nil ? [:] : ["say": answer], "expect": ["output": output]]],
        ]
    }

    /// A change set of these documents on what is live.
    /// - Parameter bases: the live versions' ids by name; nil for a skill that is new.
    static func change(_ documents: [JSON], on bases: [String: String], reason: String = "The next number.") -> JSON {
        let changes = documents.map { document -> JSON in
            let name = document["skill"]?.string ?? ""
            var members: JSON.Object = [:]
            for (key, value) in document.object ?? [:] where key != "version" { members[key] = value }
            return ["path": .string("skills/\(name)/skill.json"), "document": .object(members), "base": bases[name].map(JSON.string) ?? .null]
        }
        return ["changes": .array(changes), "reason": .string(reason)]
    }
}
