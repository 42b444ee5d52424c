package import JSON

/// A skill document, decoded: everything parsed once, ready to be run any number of times.
package struct Skill: Sendable {
    package let name: String
    package let version: SemanticVersion?
    package let summary: String
    package let notes: String?
    package let input: DataShape
    package let config: DataShape?
    package let output: DataShape
    package let secrets: [String]
    package let permits: Permits
    package let limits: Limits
    package let concurrency: Concurrency?
    package let steps: [Step]
    package let cleanup: [Step]
    package let result: Template
    package let tests: [SkillTest]
    /// The document itself, prompts inlined.
    package let document: JSON
    /// The skills that its steps call, each with the versions accepted.
    package let callees: [(name: String, range: VersionRange)]
    /// The services that its permits name, sorted.
    package let services: [String]
    /// The config where nothing overrides it.
    package let defaults: JSON.Object

    /// The config in force: the schema's defaults, with `overrides` on top.
    package func configuration(overriding overrides: JSON.Object = [:]) -> JSON {
        var values = defaults
        for (key, value) in overrides { values[key] = value }
        return .object(values)
    }
}

/// A JSON Schema as written, and compiled.
package struct DataShape: Sendable {
    package let source: JSON
    package let schema: Schema
}

/// At most `max` runs of a skill that share a key are open at once.
package struct Concurrency: Sendable {
    package enum Conflict: String, Sendable, CaseIterable { case queue, skip, cancelRunning = "cancel_running", fail }
    package let key: Template
    package let max: Int
    package let onConflict: Conflict
}
