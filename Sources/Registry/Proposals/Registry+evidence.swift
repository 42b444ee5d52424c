import Engine
import SkillLanguage
import Workspace

extension Registry {
    /// What is known of a candidate. Only what differs from what is live is part of it.
    func evidence(
        for set: ChangeSet, _ check: CandidateCheck, _ contents: CommitReader.Contents, live: Snapshot, _ standing: Standing, policy: ChangePolicy
    ) -> Evidence {
        let signatures = standing.signatures ?? live.skills.mapValues { SkillSignature(of: $0.skill, version: $0.label) }
        let changes = check.problems.isEmpty ? set.entries.compactMap { change($0, check, contents, live: live, signatures) } : []
        let names = Set(set.entries.compactMap(\.skill))
        let called = set.entries.compactMap { $0.skill.flatMap { contents.skills[$0]?.document.value } }.map { SkillSignature(of: $0) }
        let callees = Set(called.flatMap(\.callees)).subtracting(names)
        return Evidence(
            changes: changes, findings: check.warnings.filter { warning in set.entries.contains { $0.path == warning.path } },
            callees: Dictionary(callees.compactMap { name in live.skills[name].map { (name, $0.id) } }) { $1 }, policyHash: policy.hash, origin: set.origin)
    }

    private func change(
        _ entry: ChangeSet.Entry, _ check: CandidateCheck, _ contents: CommitReader.Contents, live: Snapshot, _ signatures: LiveSkills
    ) -> Evidence.Change? {
        let what = entry.skill == nil ? "loop" : "skill"
        guard let found = check.changes.first(where: { $0.what == what && $0.name == entry.name }) else { return nil }
        guard let name = entry.skill else {
            let loop = contents.loops[entry.name]?.document.value
            return Evidence.Change(
                path: entry.path, kind: found.kind, label: nil, version: loop.map { ContentHash.of($0.document) }, base: entry.base, tests: [],
                capabilities: nil, steps: nil, skillsAffected: [], loopsAffected: [])
        }
        let old = live.skills[name]?.skill, new = contents.skills[name]?.document.value
        let label = check.labels[name]
        let dependents = Dependents(of: name, in: live, signatures)
        var change = Evidence.Change(
            path: entry.path, kind: found.kind, label: label, version: new.flatMap { new in label.map { Published.id(of: new.document, label: $0) } },
            base: entry.base, tests: (check.reports[name] ?? []).map { Evidence.Test(name: $0.name, passed: $0.passed) },
            capabilities: CapabilityDifference(from: old, to: new), steps: StepDifference(from: old, to: new), skillsAffected: dependents.skills,
            loopsAffected: dependents.loops)
        change.testsLoosened = TestDifference.loosened(from: old, to: new)
        return change
    }
}
