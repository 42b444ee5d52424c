import CEL

/// The verbs that hold lists of steps.
extension StepWalk {
    mutating func choice(_ choice: Choice, of step: Step, _ environment: inout Environment) -> Known? {
        var next = environment
        var values: [Known] = []
        var ends: [[String: Holding]] = []
        for (i, arm) in choice.cases.enumerated() {
            expressions.condition(arm.when, at: arm.pointer + "/when", in: next)
            let inside = next.knowing(Guards.whenTrue(arm.when.expression.root))
            let (value, inner) = list(arm.steps, StepHolder(owner: step.id, kind: .arm(i)), inside)
            if let value {
                values.append(value)
                ends.append(inner.variables ?? [:])
            }
            next = next.knowing(Guards.whenFalse(arm.when.expression.root))
            // Behind arms that all leave, none of their conditions was true.
            if values.isEmpty { environment = next }
        }
        if let otherwise = choice.otherwise {
            let (value, inner) = list(otherwise, StepHolder(owner: step.id, kind: .arm(-1)), next)
            if let value {
                values.append(value)
                ends.append(inner.variables ?? [:])
            }
        } else {
            values.append(.null)
            ends.append(next.variables ?? [:])
        }
        environment.variables = Holding.joined(ends) ?? environment.variables
        return Known.joined(values)
    }

    mutating func parallel(_ parallel: Parallel, of step: Step, _ environment: Environment) -> Known? {
        var members: [String: Known] = [:]
        for branch in parallel.branches {
            let value = list(branch.steps, StepHolder(owner: step.id, kind: .branch(branch.name)), environment).value ?? .anything
            members[branch.name] = Self.member(value, parallel.errors)
        }
        return .record(members)
    }

    mutating func each(_ each: Each, of step: Step, _ environment: Environment) -> Known? {
        let pointer = step.pointer + "/each"
        let items = expressions.shape(of: each.items, at: pointer + "/in", in: environment).known
        var item = Known.anything
        var count = each.maxItems
        switch items.type.withoutNull {
        case .list(let element): item = Known(element)
        case .dyn: break
        default:
            expressions.log.add(Finding("E13", pointer + "/in", "\"in\" must yield a list, is \(items.type)", hint: "write \"${input.items}\""))
        }
        if case .list(let most, let element) = items.extent {
            item = Known(item.type, element)
            count = min(count, most ?? count)
        }
        let inside = environment.adding([each.name: item, "index": .number])
        let (last, inner) = list(each.steps, StepHolder(owner: step.id, kind: .items), inside)
        let value = each.yield.map { expressions.shape(of: $0, at: pointer + "/yield", in: inner).known } ?? last ?? .anything
        return Self.member(value, each.errors).listed(atMost: count)
    }

    mutating func loop(_ loop: Loop, of step: Step, _ environment: inout Environment) -> Known? {
        let pointer = step.pointer + "/repeat"
        var previous: [String: CELType.Object.Field] = [:]
        for step in loop.steps { previous[step.id] = CELType.Object.Field(earlier.steps[step.id]?.type ?? .dyn, optional: true) }
        var inside = environment.adding(["iteration": .number, "prev": Known(.object(CELType.Object(previous)))])
        for name in step.assigned { inside = inside.withVariables([name], earlier.variables[name] ?? .anything) }
        let (last, inner) = list(loop.steps, StepHolder(owner: step.id, kind: .rounds), inside)
        if let until = loop.until { expressions.condition(until, at: pointer + "/until", in: inner) }
        let yielded = loop.yield.map { expressions.shape(of: $0, at: pointer + "/yield", in: inner).known }
        // Without "keep" only a round whose condition held comes to an end.
        let facts = loop.keepWhenExhausted ? [] : loop.until.map { Guards.whenTrue($0.expression.root) } ?? []
        let end = inner.knowing(facts)
        environment.variables = end.variables
        guard !facts.isEmpty else { return yielded ?? last ?? .anything }
        let unheard = ExpressionCheck(skill: expressions.skill, log: FindingLog())
        return loop.yield.map { unheard.shape(of: $0, at: pointer + "/yield", in: end).known } ?? last.map { last in
            loop.steps.last.flatMap { $0.when == nil ? end.steps[$0.id]?.known : nil } ?? last
        } ?? .anything
    }

    /// A member of a container; collected ones are wrapped.
    private static func member(_ known: Known, _ errors: MemberErrors) -> Known {
        errors == .fail ? known : .record(["ok": Known(.bool, .scalar), "value": known, "error": .anything])
    }
}
