/// Walks over the parts of a skill.
extension Skill {
    /// Every step, clean-up and nested ones included, in document order.
    package var allSteps: [Step] { (steps + cleanup).flatMap(\.withNested) }

    static func callees(of steps: [Step]) -> [(name: String, range: VersionRange)] {
        steps.flatMap(\.withNested).compactMap { step in
            guard case .call(let call) = step.verb, case .skill(let name, let range) = call.callable else { return nil }
            return (name, range)
        }
    }
}

extension Step {
    /// The step and all steps inside it.
    package var withNested: [Step] { [self] + nestedLists.flatMap { $0.flatMap(\.withNested) } }

    /// The step lists right inside the step.
    package var nestedLists: [[Step]] {
        let inVerb: [[Step]] =
            switch verb {
            case .sequence(let steps): [steps]
            case .choose(let choice): choice.cases.map(\.steps) + [choice.otherwise].compactMap { $0 }
            case .parallel(let parallel): parallel.branches.map(\.steps)
            case .each(let each): [each.steps]
            case .loop(let loop): [loop.steps]
            default: []
            }
        let inCatches = catches.compactMap { clause -> [Step]? in if case .steps(let steps) = clause.answer { steps } else { nil } }
        return inVerb + inCatches
    }
}
