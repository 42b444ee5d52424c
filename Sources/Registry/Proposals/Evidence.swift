package import JSON
package import SkillLanguage
import Workspace

/// All that is known of a candidate before anybody decides on it. Computed from the candidate, what is live and the policy, so the same three
/// give the same evidence and the same hash.
package struct Evidence: Sendable {
    package struct Change: Sendable {
        package let path: String
        package let kind: Adoption.Kind
        /// The label and the version id it gets; nil for what is removed. A loop has no label.
        package let label: SemanticVersion?
        package let version: String?
        package let base: String?
        package let tests: [Test]
        package let capabilities: CapabilityDifference?
        package let steps: StepDifference?
        package let skillsAffected: [String]
        package let loopsAffected: [String]
        /// Nil where there is nothing to play it on. The runs are those of the day the proposal was made, or was given new evidence.
        package var shadow: ShadowReport?

        /// Tests of the live version that are changed or gone.
        package var testsLoosened: [String] = []

        /// The skill's name, or the loop's.
        package var name: String { WorkspaceLayout.skillName(atPath: path) ?? WorkspaceLayout.loopName(atPath: path) ?? path }
    }

    package struct Test: Sendable {
        package let name: String
        package let passed: Bool
    }

    package var changes: [Change]
    /// Warnings; errors reject a candidate before it has evidence.
    package let findings: [FileProblem]
    /// The versions of the live skills that the candidates call.
    package let callees: [String: String]
    package let policyHash: String
    /// Nil for what was proposed with a token.
    package var origin: Origin?

    /// Whether anything may reach or use more than before. A loop reaches whatever its skill does, so each change of one counts.
    package var isWider: Bool { changes.contains { $0.capabilities?.isWider ?? true } }

    package var json: JSON {
        [
            "changes": .array(changes.map(\.json)), "findings": .array(findings.map(\.json)),
            "callees": .object(JSON.Object(callees.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })),
            "policy_hash": .string(policyHash), "origin": origin?.json ?? .null,
        ]
    }

    /// SHA-256 of the canonical form: what an approval is bound to.
    package var hash: String { ContentHash.of(json) }

    package var versions: JSON {
        .array(changes.compactMap { change in
            guard let version = change.version else { return nil }
            return ["path": .string(change.path), "version": change.label.map { .string($0.description) } ?? .null, "version_id": .string(version)]
        })
    }
}

extension Evidence.Change {
    var json: JSON {
        func list(_ names: [String]) -> JSON { .array(names.map(JSON.string)) }
        return [
            "path": .string(path), "kind": .string(kind.rawValue), "version": label.map { .string($0.description) } ?? .null,
            "version_id": version.map(JSON.string) ?? .null, "base": base.map(JSON.string) ?? .null,
            "tests": .array(tests.map { ["name": .string($0.name), "passed": .bool($0.passed)] }), "tests_loosened": list(testsLoosened),
            "capabilities": capabilities?.json ?? .null, "steps": steps?.json ?? .null, "shadow": shadow?.json ?? ["status": "not_run"],
            "affects": ["skills": list(skillsAffected), "loops": list(loopsAffected)],
        ]
    }
}
