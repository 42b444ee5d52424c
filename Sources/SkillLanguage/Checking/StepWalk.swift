import CEL
import JSON

/// Goes through the steps as a run would, with the types of their values in place of the values.
struct StepWalk {
    let expressions: ExpressionCheck
    let calls: CallCheck
    /// Types of steps from an earlier walk, for `prev`.
    let earlier: [String: CELType]
    /// Types of all steps and variables met.
    private(set) var types: [String: CELType] = [:]
    private(set) var variables: [String: CELType] = [:]

    init(expressions: ExpressionCheck, calls: CallCheck, earlier: [String: CELType]) {
        self.expressions = expressions
        self.calls = calls
        self.earlier = earlier
    }

    /// The type of the list's value, which is that of its last step; nil when its end is never reached.
    mutating func list(_ steps: [Step], _ environment: inout Environment) -> CELType? {
        var last: CELType? = .null
        var ends = true
        for step in steps {
            last = self.step(step, &environment)
            if last == nil { ends = false }
        }
        return ends ? last : nil
    }

    /// The same for a list that keeps its steps to itself.
    private mutating func list(_ steps: [Step], _ holder: StepHolder, _ environment: Environment) -> (type: CELType?, inner: Environment) {
        var inner = environment.inside(holder)
        let type = list(steps, &inner)
        return (type, inner)
    }

    private mutating func step(_ step: Step, _ outer: inout Environment) -> CELType? {
        let before = outer
        var environment = outer
        if let when = step.when {
            expressions.condition(when, at: step.pointer + "/when", in: outer)
            environment = environment.knowing(PresenceGuards.whenTrue(when.expression.root))
        }
        let start = environment
        var value = verb(step, &environment)
        if let shape = step.shape {
            let inner = environment.adding(["out": value ?? .dyn])
            let type = expressions.shape(of: shape, at: step.pointer + "/as", in: inner).type
            if value != nil { value = type }
        }
        for (i, clause) in step.catches.enumerated() {
            guard let caught = self.clause(clause, StepHolder(owner: step.id, kind: .clause(i)), start) else { continue }
            value = value.map { $0.joined(with: caught) } ?? caught
        }
        for (id, field) in environment.steps where before.steps[id] == nil {
            let isUncertain = field.optional || step.when != nil || !step.catches.isEmpty
            outer.add(step: id, field.type, mayBeSkipped: isUncertain)
        }
        let known = value ?? .dyn
        types[step.id] = known
        outer.add(step: step.id, known, mayBeSkipped: step.when != nil)
        guard step.when != nil else { return value }
        return value.map { $0.joined(with: .null) } ?? .null
    }

    private mutating func clause(_ clause: CatchClause, _ holder: StepHolder, _ environment: Environment) -> CELType? {
        let error = CELType.record([
            "type": .string, "message": .string, "step": .nullable(.string), "attempts": .double, "details": .dyn,
        ])
        let inner = environment.adding(["error": error])
        switch clause.answer {
        case .value(let template): return expressions.shape(of: template, at: clause.pointer + "/value", in: inner).type
        case .steps(let steps): return list(steps, holder, inner).type
        }
    }

    private mutating func verb(_ step: Step, _ environment: inout Environment) -> CELType? {
        let pointer = "\(step.pointer)/\(step.verb.name)"
        switch step.verb {
        case .call(let call): return calls.check(call, of: step, in: environment, expressions)
        case .set(let assignments):
            for (name, template) in assignments {
                let type = expressions.shape(of: template, at: pointer + "/" + escape(name), in: environment).type
                variables[name] = variables[name].map { $0.joined(with: type) } ?? type
            }
            return .null
        case .sequence(let steps): return list(steps, &environment)
        case .choose(let choice): return self.choice(choice, of: step, environment)
        case .parallel(let parallel): return self.parallel(parallel, of: step, environment)
        case .each(let each): return self.each(each, of: step, environment)
        case .loop(let loop): return self.loop(loop, of: step, environment)
        case .give(let template):
            calls.output(expressions.shape(of: template, at: pointer, in: environment), at: pointer)
            return nil
        case .fail(let fail):
            _ = expressions.shape(of: fail.message, at: pointer + "/message", in: environment)
            if let details = fail.details { _ = expressions.shape(of: details, at: pointer + "/details", in: environment) }
            return nil
        }
    }

    private mutating func choice(_ choice: Choice, of step: Step, _ environment: Environment) -> CELType? {
        var environment = environment
        var ends: [CELType] = []
        for (i, arm) in choice.cases.enumerated() {
            expressions.condition(arm.when, at: arm.pointer + "/when", in: environment)
            let inside = environment.knowing(PresenceGuards.whenTrue(arm.when.expression.root))
            if let type = list(arm.steps, StepHolder(owner: step.id, kind: .arm(i)), inside).type { ends.append(type) }
            environment = environment.knowing(PresenceGuards.whenFalse(arm.when.expression.root))
        }
        if let otherwise = choice.otherwise {
            if let type = list(otherwise, StepHolder(owner: step.id, kind: .arm(-1)), environment).type { ends.append(type) }
        } else {
            ends.append(.null)
        }
        return ends.isEmpty ? nil : CELType.joined(ends)
    }

    private mutating func parallel(_ parallel: Parallel, of step: Step, _ environment: Environment) -> CELType? {
        var fields: [String: CELType] = [:]
        for branch in parallel.branches {
            let type = list(branch.steps, StepHolder(owner: step.id, kind: .branch(branch.name)), environment).type ?? .dyn
            fields[branch.name] = Self.member(type, parallel.errors)
        }
        return .record(fields)
    }

    private mutating func each(_ each: Each, of step: Step, _ environment: Environment) -> CELType? {
        let pointer = step.pointer + "/each"
        let items = expressions.shape(of: each.items, at: pointer + "/in", in: environment).type
        let item: CELType
        switch items.withoutNull {
        case .list(let element): item = element
        case .dyn: item = .dyn
        default:
            expressions.log.add(Finding("E13", pointer + "/in", "\"in\" must yield a list, is \(items)", hint: "write \"${input.items}\""))
            item = .dyn
        }
        let inside = environment.adding([each.name: item, "index": .double])
        let (last, inner) = list(each.steps, StepHolder(owner: step.id, kind: .items), inside)
        let value = each.yield.map { expressions.shape(of: $0, at: pointer + "/yield", in: inner).type } ?? last ?? .dyn
        return .list(Self.member(value, each.errors))
    }

    private mutating func loop(_ loop: Loop, of step: Step, _ environment: Environment) -> CELType? {
        let pointer = step.pointer + "/repeat"
        var previous: [String: CELType.Object.Field] = [:]
        for step in loop.steps { previous[step.id] = CELType.Object.Field(earlier[step.id] ?? .dyn, optional: true) }
        let inside = environment.adding(["iteration": .double, "prev": .object(CELType.Object(previous))])
        let (last, inner) = list(loop.steps, StepHolder(owner: step.id, kind: .rounds), inside)
        if let until = loop.until { expressions.condition(until, at: pointer + "/until", in: inner) }
        return loop.yield.map { expressions.shape(of: $0, at: pointer + "/yield", in: inner).type } ?? last ?? .dyn
    }

    /// A member of a container; collected ones are wrapped.
    private static func member(_ type: CELType, _ errors: MemberErrors) -> CELType {
        errors == .fail ? type : .record(["ok": .bool, "value": type, "error": .dyn])
    }
}
