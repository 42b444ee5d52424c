package import JSON
package import SkillLanguage

/// A changed version of a live skill's document.
package enum Variation: Sendable, Hashable {
    /// Values of the config in place of its defaults.
    case config(JSON.Object)
    /// Operations on the document (RFC 6902), in JSON.
    case patch(JSON)

    /// The most operations of a patch.
    static let mostOperations = 20

    /// As operations on the document (RFC 6902).
    package var operations: JSON {
        switch self {
        case .patch(let operations): operations
        case .config(let values):
            .array(values.map { name, value in
                ["op": "replace", "path": .string(Pointer(["config", "properties", name, "default"]).description), "value": value]
            })
        }
    }

    /// - Throws: `Failure` of type `skills.invalid_change`, with what is wrong.
    package func document(of skill: Skill) throws(Failure) -> JSON {
        if case .config(let values) = self {
            for name in values.keys where skill.config?.source["properties"]?[name]?["default"] == nil {
                throw Self.invalid("\(skill.name) has no config value \"\(name)\" with a default")
            }
            if let violation = skill.config?.schema.firstViolation(in: skill.configuration(overriding: values)) {
                throw Self.invalid("the config of \(skill.name) does not take that: \(violation)")
            }
        }
        do {
            let patch = try Patch(operations)
            guard patch.operations.count <= Self.mostOperations else {
                throw Self.invalid("\(patch.operations.count) operations; at most \(Self.mostOperations) are taken at once")
            }
            return try patch.apply(to: skill.document)
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Self.invalid("\(error)")
        }
    }

    private static func invalid(_ problem: String) -> Failure { Failure("skills.invalid_change", problem, retryable: false) }
}
