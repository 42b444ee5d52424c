import CEL
import JSON

/// Expressions: parsing, the type check, evaluation on random data.
///
/// An input is the source, a byte 0, and the number of the data.
struct ExpressionTarget: Target {
    let name = "expression"
    let share = 30

    func input(_ dice: inout Dice) -> [UInt8] {
        var source: [UInt8]
        if dice.chance(60) {
            var grammar = ExpressionGrammar(dice, mistakes: 4)
            source = Array(grammar.expression().utf8)
            dice = grammar.dice
        } else {
            source = Array(dice.pick(Corpus.standard.expressions).utf8)
        }
        let other = Array(dice.pick(Corpus.standard.expressions).utf8)
        if dice.chance(5) { source = hostile(&dice) }
        if dice.chance(45) { for _ in 0...dice.roll(3) { TokenMutation.change(&source, from: other, &dice) } }
        return source + [0] + Array(String(dice.roll(1000)).utf8)
    }

    private func hostile(_ dice: inout Dice) -> [UInt8] {
        let count = dice.pick(10, 60, 64, 65, 300, 900, 5000)
        let text =
            switch dice.roll(7) {
            case 0: String(repeating: "(", count: count) + "1" + String(repeating: ")", count: count)
            case 1: String(repeating: "-", count: count) + "1"
            case 2: String(repeating: "[", count: count) + String(repeating: "]", count: count)
            case 3: String(repeating: "1 + ", count: count) + "1"
            case 4: String(repeating: "true ? 1 : ", count: count) + "1"
            case 5: String(repeating: "lists.range(100000).map(x, ", count: min(count, 4)) + "x" + String(repeating: ")", count: min(count, 4))
            default: "input" + String(repeating: ".s.replace('', 'aaaaaaaaaaaaaaaaaaaa')", count: count % 50)
            }
        return Array(text.utf8)
    }

    func examine(_ input: [UInt8]) throws(Broken) -> Verdict {
        let parts = input.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
        let source = String(decoding: parts[0], as: UTF8.self)
        let number = parts.count > 1 ? parts[1].reduce(0 as UInt64) { $0 &* 31 &+ UInt64($1) } : 0
        var dice = Dice(seed: number)
        let data = SampleData.variables(&dice)
        let expression: Expression
        do throws(ParseError) {
            expression = try Expression(parsing: source)
        } catch {
            try promise((0...source.utf8.count).contains(error.offset) && error.line >= 1 && error.column >= 1, "the error has no place: \(error)")
            try promise(!error.message.isEmpty, "the error says nothing")
            return .refused
        }
        try promise(source.unicodeScalars.count <= expression.profile.sourceLimit, "a source of \(source.unicodeScalars.count) characters was taken")
        try check(expression)
        let (result, cost) = evaluate(expression, data)
        let (again, costAgain) = evaluate(expression, data)
        try promise(cost == costAgain, "it cost \(cost), and \(costAgain) the second time")
        try promise(text(result) == text(again), "it is \(text(result)), and \(text(again)) the second time")
        switch result {
        case .failure(let error):
            try promise(!error.message.isEmpty, "the error says nothing")
            try promise(error.position.map { (0...source.utf8.count).contains($0) } ?? true, "the error is outside of the source")
            return .refused
        case .success(let value):
            try promise(cost <= expression.profile.costLimit, "it cost \(cost), over the limit")
            guard let json = try? value.json() else { return .refused }
            let size = json.bytes(.compact).count
            // A number of 8 bytes has at most 24 characters, a byte of text at most 6.
            try promise(size <= 8 * expression.profile.resultLimit, "the result has \(size) bytes as JSON")
            try inParentheses(source, data, json)
            return .accepted
        }
    }

    private func check(_ expression: Expression) throws(Broken) {
        let issues = expression.check(Declarations(variables: ["input": .dyn, "item": .map(.string, .dyn), "total": .double])).issues
        for issue in issues {
            try promise((0...expression.source.utf8.count).contains(issue.position) && !issue.message.isEmpty, "an issue has no place: \(issue)")
        }
    }

    /// Parentheses around the whole change nothing.
    private func inParentheses(_ source: String, _ data: JSON.Object, _ value: JSON) throws(Broken) {
        let wrapped = "(\(source)\n)"
        // A source that is nearly too long or too deep may be so with them.
        guard let expression = try? Expression(parsing: wrapped) else { return }
        guard case .success(let again) = evaluate(expression, data).0, let json = try? again.json() else {
            throw Broken("in parentheses it has no value")
        }
        try promise(json.bytes(.compact) == value.bytes(.compact), "in parentheses it is \(json.excerpt()), not \(value.excerpt())")
    }

    private func evaluate(_ expression: Expression, _ data: JSON.Object) -> (Result<Value, EvaluationError>, cost: Int) {
        var variables = Variables()
        for (name, value) in data { variables[name] = Value(value) }
        var meter = CostMeter(limit: expression.profile.costLimit)
        do throws(EvaluationError) {
            return (.success(try expression.evaluate(in: variables, meter: &meter)), meter.used)
        } catch {
            return (.failure(error), meter.used)
        }
    }

    private func text(_ result: Result<Value, EvaluationError>) -> String {
        switch result {
        case .success(let value): (try? value.json())?.text(.compact) ?? "no JSON"
        case .failure(let error): error.message
        }
    }
}
