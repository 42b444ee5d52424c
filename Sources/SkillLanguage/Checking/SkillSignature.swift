package import JSON

/// What callers of a skill rely on.
package struct SkillSignature: Sendable {
    package let name: String
    /// Nil for a draft whose version is yet to be assigned.
    package let version: SemanticVersion?
    /// JSON Schemas.
    package let input: JSON
    package let output: JSON
    /// Names of the skills it calls, agent tools included.
    package let callees: Set<String>

    package init(name: String, version: SemanticVersion?, input: JSON, output: JSON, callees: Set<String>) {
        self.name = name
        self.version = version
        self.input = input
        self.output = output
        self.callees = callees
    }

    /// - Parameter version: the label it gets, when that is not the one written in it.
    package init(of skill: Skill, version: SemanticVersion? = nil) {
        let callees = Set(skill.references.map(\.name))
        self.init(name: skill.name, version: version ?? skill.version, input: skill.input.source, output: skill.output.source, callees: callees)
    }
}

/// A skill named by another one.
struct SkillReference {
    let name: String
    let range: VersionRange
    /// Where it is named.
    let pointer: String
}

extension Skill {
    /// Every skill that calls and agent tools name.
    var references: [SkillReference] {
        allSteps.flatMap { step -> [SkillReference] in
            guard case .call(let call) = step.verb else { return [] }
            if case .skill(let name, let range) = call.callable { return [SkillReference(name: name, range: range, pointer: step.pointer + "/call")] }
            return AgentTools.named(by: call, at: step.pointer).compactMap { tool in
                guard case .skill(let name, let range)? = CallableName(tool.use) else { return nil }
                return SkillReference(name: name, range: range, pointer: tool.pointer)
            }
        }
    }
}

/// The tools that an `agent` call offers to its model.
enum AgentTools {
    static func named(by call: Call, at step: String) -> [(use: String, pointer: String)] {
        guard case .builtin("agent") = call.callable, let tools = call.arguments.member("tools") else { return [] }
        let uses = tools.elements.map { $0.member("use")?.text }
        return uses.enumerated().compactMap { index, use in use.map { ($0, "\(step)/with/tools/\(index)/use") } }
    }
}

extension Template {
    /// The member's template; nil when there is none or the whole is an expression.
    func member(_ key: String) -> Template? {
        switch self {
        case .literal(let json): json[key].map(Template.literal)
        case .object(let members): members.first { $0.key == key }?.value
        default: nil
        }
    }

    var elements: [Template] {
        switch self {
        case .literal(let json): (json.array ?? []).map(Template.literal)
        case .array(let members): members
        default: []
        }
    }

    /// A literal, nil when anything in it is an expression.
    var literal: JSON? { if case .literal(let json) = self { json } else { nil } }
    var text: String? { literal?.string }
}
