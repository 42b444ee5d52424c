import CEL
package import JSON

/// The static checks of a skill: what can be known to go wrong before it runs.
package enum SkillChecker {
    /// What is wrong with a document, all in one pass and in its order: what the decoder finds and what the checks find in all that
    /// could be decoded.
    ///
    /// - Parameter live: the skills it may call. Nil when they are not known: callees that cannot be resolved are warnings then.
    package static func check(document: JSON, among live: LiveSkills? = nil) -> (skill: Skill?, findings: [Finding]) {
        let (skill, found) = SkillDecoder.examine(document)
        let isSound = !found.contains { $0.severity == .error }
        guard let skill else { return (nil, DocumentOrder.sorted(found, in: document)) }
        let consequences = Set(consequences.filter { part, _ in found.contains { $0.pointer.hasPrefix(part) } }.flatMap(\.codes))
        let further = findings(of: skill, among: live).filter { !consequences.contains($0.code) }
        return (isSound ? skill : nil, DocumentOrder.sorted(found + further, in: document))
    }

    /// Codes that say nothing while a part of the document is not readable.
    private static let consequences: [(part: String, codes: [String])] = [("/permits", ["E25", "E26"]), ("/limits", ["E32", "E33", "E36"])]

    /// What is wrong with a decoded skill, in document order.
    package static func check(_ skill: Skill, among live: LiveSkills? = nil) -> [Finding] {
        DocumentOrder.sorted(findings(of: skill, among: live), in: skill.document)
    }

    /// What is wrong between a skill that has not changed and the skills around it, which have.
    package static func checkCallees(of skill: Skill, among live: LiveSkills) -> [Finding] {
        let log = FindingLog()
        CallGraph(skill: skill, live: live, log: log, mismatch: "E62").check()
        return DocumentOrder.sorted(log.findings, in: skill.document)
    }

    private static func findings(of skill: Skill, among live: LiveSkills?) -> [Finding] {
        let outline = SkillOutline(of: skill)
        let notes = SchemaNotes()
        let log = FindingLog()
        var earlier = StepWalk.Findings()
        if skill.allSteps.contains(where: \.needsEarlierTypes) {
            earlier = walk(outline, earlier, CallCheck(skill: skill, live: live, notes: notes, log: FindingLog(), isRehearsal: true))
        }
        _ = walk(outline, earlier, CallCheck(skill: skill, live: live, notes: notes, log: log))
        values(outline, log)
        CallGraph(skill: skill, live: live, log: log).check()
        BudgetRules(skill: skill, log: log).checkWhole()
        KeyLiterals.check(skill.document, log)
        MockRules(skill: skill, live: live, notes: notes, log: log).check()
        return log.findings
    }

    /// - Returns: the steps and variables met.
    private static func walk(_ outline: SkillOutline, _ earlier: StepWalk.Findings, _ calls: CallCheck) -> StepWalk.Findings {
        let skill = outline.skill
        let expressions = ExpressionCheck(skill: outline, log: calls.log)
        var walk = StepWalk(expressions: expressions, calls: calls, earlier: earlier)
        var environment = Environment(names(of: skill), hasVariables: true)
        let body = walk.list(skill.steps, &environment)
        if body != nil || !skill.steps.contains(where: { if case .give = $0.verb { true } else { false } }) {
            calls.output(expressions.shape(of: skill.result, at: "/result", in: environment), at: "/result")
        }
        // Clean-up runs however far the body came.
        var cleanup = environment.inside(StepHolder(owner: "", kind: .cleanup))
        cleanup.doubtAll()
        _ = walk.list(skill.cleanup, &cleanup)
        return walk.met
    }

    /// Expressions that are no part of a step.
    private static func values(_ outline: SkillOutline, _ log: FindingLog) {
        let skill = outline.skill
        if let concurrency = skill.concurrency {
            let start = Environment(names(of: skill), hasVariables: true)
            _ = ExpressionCheck(skill: outline, log: log).shape(of: concurrency.key, at: "/concurrency/key", in: start)
        }
        let assertions = ExpressionCheck(skill: outline, log: log, judgesNull: false)
        for test in skill.tests { self.assertions(of: test, skill, assertions) }
    }

    private static func names(of skill: Skill) -> [String: Known] {
        [
            "input": Known(schema: skill.input.source, fillsDefaults: true),
            "config": skill.config.map { Known(schema: $0.source, fillsDefaults: true) } ?? .record([:]),
            "run": Known(
                .record([
                    "id": .string, "now": .timestamp, "scheduled_at": .nullable(.timestamp), "attempt": .double, "skill": .string, "version": .string,
                ])),
            "services": Known(.map(.string, .string)),
            "secrets": Known(.record(Dictionary(skill.secrets.map { ($0, .string) }) { $1 }, rest: .string)),
        ]
    }

    private static func assertions(of test: SkillTest, _ skill: Skill, _ expressions: ExpressionCheck) {
        guard !test.expectation.assertions.isEmpty else { return }
        let calls = skill.allSteps.filter { if case .call = $0.verb { true } else { false } }.map(\.id)
        let environment = Environment([
            "output": Known(SchemaType.of(skill.output.source).complete),
            "calls": .record(Dictionary(calls.map { ($0, .anything) }) { $1 }), "attempts": .record(Dictionary(calls.map { ($0, .number) }) { $1 }),
        ])
        for (i, assertion) in test.expectation.assertions.enumerated() {
            expressions.condition(assertion, at: "\(test.pointer)/expect/assert/\(i)", in: environment)
        }
    }
}

extension Step {
    /// Its variables, or what a round saw of the one before, have types that are known only after a first walk.
    fileprivate var needsEarlierTypes: Bool {
        switch verb {
        case .set, .loop: true
        default: false
        }
    }
}
