import CEL
import JSON

/// The checks of a call's arguments, and the type of what it gives.
struct CallCheck {
    let skill: Skill
    let live: LiveSkills?
    let notes: SchemaNotes
    let log: FindingLog
    /// Only what calls give is asked for, and nobody hears of findings.
    var isRehearsal = false

    func check(_ call: Call, of step: Step, in environment: Environment, _ expressions: ExpressionCheck) -> Known {
        let hasArguments = skill.document[Pointer(parsing: step.pointer + "/with") ?? .root] != nil
        let pointer = step.pointer + (hasArguments ? "/with" : "")
        let isEcho = call.callable == .builtin("echo")
        if !isRehearsal || isEcho {
            let shape = expressions.shape(of: call.arguments, at: pointer, in: environment)
            if !isRehearsal { rules(call, of: step, shape, at: pointer, in: environment, expressions) }
            if isEcho { return shape.known }
        }
        return notes.output(of: step) { Known(schema: CallableShapes.output(of: call, among: live)) }
    }

    private func rules(
        _ call: Call, of step: Step, _ shape: Shape, at pointer: String, in environment: Environment, _ expressions: ExpressionCheck
    ) {
        if let input = CallableShapes.input(of: call.callable, among: live) {
            var fit = SchemaFit(wrong: "E23", missing: "E24", log: log)
            if case .builtin = call.callable { fit.compile = CallableShapes.compiled }
            fit.check(shape, against: input, at: pointer)
        }
        embedded(call, of: step, at: pointer, in: environment, expressions)
        ReachRules(skill: skill, log: log).check(call, at: step.pointer)
        BudgetRules(skill: skill, log: log).check(call, of: step)
    }

    /// What the run gives, against what the skill promises.
    func output(_ shape: Shape, at pointer: String) {
        if isRehearsal { return }
        SchemaFit(wrong: "E13", missing: "E13", log: log).check(shape, against: skill.output.source, at: pointer)
    }

    // MARK: conditions and schemas among the arguments

    private func embedded(_ call: Call, of step: Step, at pointer: String, in environment: Environment, _ expressions: ExpressionCheck) {
        guard case .builtin(let name) = call.callable else { return }
        let arguments = call.arguments
        if ["llm", "agent"].contains(name), let output = arguments.member("output")?.literal {
            schema(output, of: step, at: pointer + "/output")
            StrictSubset.check(output, at: pointer + "/output", log)
        }
        if name == "human", let response = arguments.member("response")?.literal { schema(response, of: step, at: pointer + "/response") }
        if name == "http", let body = arguments.member("expect")?.literal?["schema"] { schema(body, of: step, at: pointer + "/expect/schema") }
        if name == "event", let match = arguments.member("match")?.text {
            condition(match, at: pointer + "/match", in: environment.adding(["event": .anything]), expressions)
        }
        if name == "agent" { agent(arguments, at: pointer, in: environment, expressions) }
    }

    private func agent(_ arguments: Template, at pointer: String, in environment: Environment, _ expressions: ExpressionCheck) {
        let inner = environment.adding([
            "iteration": .number, "usage": .record(["input_tokens": .number, "output_tokens": .number, "cost_usd": .number]),
            "tools": Known(.map(.string, .record(["calls": .double]))), "last": .record(["text": Known(.string, .text(nil))]),
        ])
        for (i, condition) in (arguments.member("stop_when")?.elements ?? []).enumerated() {
            if let text = condition.text { self.condition(text, at: "\(pointer)/stop_when/\(i)", in: inner, expressions) }
        }
        for (i, tool) in (arguments.member("tools")?.elements ?? []).enumerated() {
            guard let text = tool.member("approve")?.member("when")?.text else { continue }
            condition(text, at: "\(pointer)/tools/\(i)/approve/when", in: inner.adding(["args": .anything]), expressions)
        }
    }

    private func condition(_ source: String, at pointer: String, in environment: Environment, _ expressions: ExpressionCheck) {
        do {
            expressions.condition(try Formula(condition: source), at: pointer, in: environment)
        } catch {
            log.add(error.finding(at: pointer))
        }
    }

    private func schema(_ source: JSON, of step: Step, at pointer: String) {
        do {
            try notes.compile(source, of: step)
        } catch {
            log.add(Finding("E23", pointer + error.pointer.description, "not a usable JSON Schema: \(error.message)"))
        }
    }
}
