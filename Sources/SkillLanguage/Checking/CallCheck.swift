import CEL
import JSON

/// The checks of a call's arguments, and the type of what it gives.
struct CallCheck {
    let skill: Skill
    let live: LiveSkills?
    let log: FindingLog

    func check(_ call: Call, of step: Step, in environment: Environment, _ expressions: ExpressionCheck) -> Known {
        let hasArguments = skill.document[Pointer(parsing: step.pointer + "/with") ?? .root] != nil
        let pointer = step.pointer + (hasArguments ? "/with" : "")
        let shape = expressions.shape(of: call.arguments, at: pointer, in: environment)
        if let input = CallableShapes.input(of: call.callable, among: live) {
            SchemaFit(wrong: "E23", missing: "E24", log: log).check(shape, against: input, at: pointer)
        }
        embedded(call, at: pointer, in: environment, expressions)
        ReachRules(skill: skill, log: log).check(call, at: step.pointer)
        BudgetRules(skill: skill, log: log).check(call, of: step)
        if case .builtin("echo") = call.callable { return shape.known }
        return Known(schema: CallableShapes.output(of: call, among: live))
    }

    /// What the run gives, against what the skill promises.
    func output(_ shape: Shape, at pointer: String) {
        SchemaFit(wrong: "E13", missing: "E13", log: log).check(shape, against: skill.output.source, at: pointer)
    }

    // MARK: conditions and schemas among the arguments

    private func embedded(_ call: Call, at pointer: String, in environment: Environment, _ expressions: ExpressionCheck) {
        guard case .builtin(let name) = call.callable else { return }
        let arguments = call.arguments
        if ["llm", "agent"].contains(name), let output = arguments.member("output")?.literal {
            schema(output, at: pointer + "/output")
            StrictSubset.check(output, at: pointer + "/output", log)
        }
        if name == "human", let response = arguments.member("response")?.literal { schema(response, at: pointer + "/response") }
        if name == "http", let body = arguments.member("expect")?.literal?["schema"] { schema(body, at: pointer + "/expect/schema") }
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

    private func schema(_ source: JSON, at pointer: String) {
        do {
            _ = try Schema(compiling: source, keywords: .strict)
        } catch {
            log.add(Finding("E23", pointer + error.pointer.description, "not a usable JSON Schema: \(error.message)"))
        }
    }
}
