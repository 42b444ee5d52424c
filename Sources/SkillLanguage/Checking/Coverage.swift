/// The places of a skill where its run can turn one way or another, and which of them its tests took (E54).
package struct Coverage: Sendable {
    /// A side of a condition, an arm of a switch, a clause of a catch.
    package struct Branch: Sendable, Hashable {
        /// As in `Trace.branches`.
        package let name: String
        package let pointer: String
        /// Such as `the second case of "route"`.
        package let description: String
    }
    package let branches: [Branch]
    package let untaken: [Branch]
    package var taken: Int { branches.count - untaken.count }

    package init(of skill: Skill, by traces: [Trace]) {
        let branches = skill.allSteps.flatMap(Self.branches)
        let taken = traces.reduce(into: Set<String>()) { $0.formUnion($1.branches) }
        self.branches = branches
        untaken = branches.filter { !taken.contains($0.name) }
    }

    package func findings(_ severity: Finding.Severity) -> [Finding] {
        untaken.map { Finding("E54", $0.pointer, "no test takes \($0.description)", hint: "add a test that does", severity: severity) }
    }

    private static func branches(of step: Step) -> [Branch] {
        var branches: [Branch] = []
        if step.when != nil {
            let place = step.pointer + "/when"
            branches.append(Branch(name: place + " true", pointer: place, description: "the step \"\(step.id)\" with its \"when\" true"))
            branches.append(Branch(name: place + " false", pointer: place, description: "the step \"\(step.id)\" with its \"when\" false"))
        }
        if case .choose(let choice) = step.verb {
            for (i, arm) in choice.cases.enumerated() {
                branches.append(Branch(name: arm.pointer, pointer: arm.pointer, description: "case \(i + 1) of the switch \"\(step.id)\""))
            }
            if choice.otherwise != nil {
                let place = step.pointer + "/switch/else"
                branches.append(Branch(name: place, pointer: place, description: "the else of the switch \"\(step.id)\""))
            }
        }
        for (i, clause) in step.catches.enumerated() {
            branches.append(Branch(name: clause.pointer, pointer: clause.pointer, description: "catch clause \(i + 1) of \"\(step.id)\""))
        }
        return branches
    }
}
