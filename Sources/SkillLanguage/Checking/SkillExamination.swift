package import JSON

/// Everything that can be said of a skill before it goes live: the static checks, then its own tests and what they leave out.
package struct SkillExamination: Sendable {
    /// Nil when there are errors.
    package let skill: Skill?
    /// In document order.
    package let findings: [Finding]
    /// The tests, run only when the static checks found no error.
    package let reports: [TestRunner.Report]
    /// Nil when the tests were not run.
    package let coverage: Coverage?

    package var hasErrors: Bool { findings.contains { $0.severity == .error } }

    /// - Parameters:
    ///   - document: prompts inlined.
    ///   - live: the skills it may call; nil when they are not known.
    ///   - untested: how much it matters that a branch is tested by nothing (E54).
    package init(of document: JSON, among live: LiveSkills? = nil, untested: Finding.Severity = .warning) {
        let (skill, found) = SkillChecker.check(document: document, among: live)
        guard let skill, !found.contains(where: { $0.severity == .error }) else {
            self.skill = nil
            findings = found
            reports = []
            coverage = nil
            return
        }
        let reports = TestRunner.run(skill, among: live)
        let coverage = Coverage(of: skill, by: reports.map(\.trace))
        let all = found + reports.flatMap(\.findings) + coverage.findings(untested)
        findings = DocumentOrder.sorted(all, in: document)
        self.skill = findings.contains { $0.severity == .error } ? nil : skill
        self.reports = reports
        self.coverage = coverage
    }
}
