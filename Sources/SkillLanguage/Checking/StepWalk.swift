import CEL
import JSON

/// Goes through the steps as a run would, with what is known of values in place of the values.
struct StepWalk {
    let expressions: ExpressionCheck
    let calls: CallCheck
    /// Steps and variables as an earlier walk met them: for `prev`, and for what later rounds have set.
    let earlier: Findings

    struct Findings {
        var steps: [String: Known] = [:]
        var variables: [String: Known] = [:]
    }
    /// All steps and variables met.
    private(set) var met = Findings()

    init(expressions: ExpressionCheck, calls: CallCheck, earlier: Findings) {
        self.expressions = expressions
        self.calls = calls
        self.earlier = earlier
    }

    /// The list's value, which is that of its last step; nil when its end is never reached.
    mutating func list(_ steps: [Step], _ environment: inout Environment) -> Known? {
        var last: Known? = .null
        var ends = true
        for step in steps {
            last = self.step(step, &environment)
            if last == nil { ends = false }
        }
        return ends ? last : nil
    }

    /// The same for a list that keeps its steps to itself.
    mutating func list(_ steps: [Step], _ holder: StepHolder, _ environment: Environment) -> (value: Known?, inner: Environment) {
        var inner = environment.inside(holder)
        let value = list(steps, &inner)
        return (value, inner)
    }

    private mutating func step(_ step: Step, _ outer: inout Environment) -> Known? {
        var environment = outer
        if let when = step.when {
            expressions.condition(when, at: step.pointer + "/when", in: outer)
            environment = environment.knowing(Guards.whenTrue(when.expression.root))
        }
        let start = environment
        var value = verb(step, &environment)
        if let shape = step.shape {
            let inner = environment.adding(["out": value ?? .anything])
            let shaped = expressions.shape(of: shape, at: step.pointer + "/as", in: inner).known
            if value != nil { value = shaped }
        }
        var ends = value == nil ? [] : [environment.variables ?? [:]]
        for (i, clause) in step.catches.enumerated() {
            let (caught, variables) = self.clause(clause, StepHolder(owner: step.id, kind: .clause(i)), start.caught(step))
            guard let caught else { continue }
            value = value.map { $0.joined(with: caught) } ?? caught
            ends.append(variables)
        }
        let isCertain = step.when == nil && step.catches.isEmpty
        if isCertain {
            outer = environment
        } else {
            for (id, holding) in environment.steps where outer.steps[id] == nil { outer.add(step: id, holding.known, mayBeSkipped: true) }
            if step.when != nil { ends.append(outer.variables ?? [:]) }
            outer.variables = Holding.joined(ends) ?? outer.variables
        }
        met.steps[step.id] = value ?? .anything
        outer.add(step: step.id, value ?? .anything, mayBeSkipped: step.when != nil)
        guard let when = step.when else { return value }
        // Behind a way out, its condition was false.
        if value == nil { outer = outer.knowing(Guards.whenFalse(when.expression.root)) }
        return value?.joined(with: .null) ?? .null
    }

    private mutating func clause(_ clause: CatchClause, _ holder: StepHolder, _ environment: Environment) -> (Known?, [String: Holding]) {
        let error = CELType.record([
            "type": .string, "message": .string, "step": .nullable(.string), "attempts": .double, "details": .dyn,
        ])
        let inner = environment.adding(["error": Known(error)])
        switch clause.answer {
        case .value(let template):
            return (expressions.shape(of: template, at: clause.pointer + "/value", in: inner).known, environment.variables ?? [:])
        case .steps(let steps):
            let (value, end) = list(steps, holder, inner)
            return (value, end.variables ?? [:])
        }
    }

    private mutating func verb(_ step: Step, _ environment: inout Environment) -> Known? {
        let pointer = "\(step.pointer)/\(step.verb.name)"
        switch step.verb {
        case .call(let call): return calls.check(call, of: step, in: environment, expressions)
        case .set(let assignments):
            // All of them read the old variables.
            let before = environment
            for (name, template) in assignments {
                let known = expressions.shape(of: template, at: pointer + "/" + escape(name), in: before).known
                met.variables[name] = met.variables[name].map { $0.joined(with: known) } ?? known
                environment.variables?[name] = Holding(known: earlier.variables[name] ?? known, isCertain: true)
            }
            return .null
        case .sequence(let steps): return list(steps, &environment)
        case .choose(let choice): return self.choice(choice, of: step, &environment)
        case .parallel(let parallel): return self.parallel(parallel, of: step, environment)
        case .each(let each): return self.each(each, of: step, environment)
        case .loop(let loop): return self.loop(loop, of: step, &environment)
        case .give(let template):
            calls.output(expressions.shape(of: template, at: pointer, in: environment), at: pointer)
            return nil
        case .fail(let fail):
            _ = expressions.shape(of: fail.message, at: pointer + "/message", in: environment)
            if let details = fail.details { _ = expressions.shape(of: details, at: pointer + "/details", in: environment) }
            return nil
        }
    }
}

extension Environment {
    /// Where a step's failure is caught. What its own rounds have set may be set; what was set inside the part that failed is lost.
    fileprivate func caught(_ step: Step) -> Environment {
        guard case .loop = step.verb else { return self }
        return withVariables(step.assigned, .anything)
    }

    /// With variables that may have been set.
    func withVariables(_ names: Set<String>, _ known: Known) -> Environment {
        var copy = self
        for name in names { copy.variables?[name] = Holding(known: known, isCertain: variables?[name]?.isCertain ?? false) }
        return copy
    }
}
