import JSON

/// JSON Schemas: compiling, checking a value, filling in defaults. An input is a JSON array of schema and value.
struct SchemaTarget: Target {
    let name = "schema"
    let share = 10

    func input(_ dice: inout Dice) -> [UInt8] {
        let corpus = Corpus.standard
        var grammar = SchemaGrammar(dice)
        var schema = dice.chance(70) ? grammar.schema() : dice.pick(corpus.schemas)
        var value = grammar.value()
        dice = grammar.dice
        if dice.chance(20) { value = dice.pick(corpus.loops) }
        for _ in 0..<dice.roll(3) { schema = DocumentMutation.changed(schema, from: dice.pick(corpus.schemas), &dice) }
        return JSON.array([schema, value]).bytes(.compact)
    }

    func examine(_ input: [UInt8]) throws(Broken) -> Verdict {
        guard let parts = try? JSON(parsing: input).array, let source = parts.first, let value = parts.last else { return .refused }
        do throws(SchemaError) {
            _ = try Schema(compiling: source, keywords: .strict)
        } catch {
            try promise(source[error.pointer] != nil || error.pointer.parent.map { source[$0] != nil } ?? true, "the error is nowhere: \(error)")
            try promise(!error.message.isEmpty, "the error says nothing")
        }
        guard let schema = try? Schema(compiling: source, keywords: .lenient) else { return .refused }
        let violations = schema.validate(value)
        try promise(violations.isEmpty == schema.isValid(value), "the verdict and the violations differ")
        try promise(violations.count <= 20, "\(violations.count) violations, at most 20 were asked for")
        for violation in violations {
            try promise(value[violation.instance] != nil, "a violation is nowhere in the value: \(violation)")
            try promise(!violation.message.isEmpty, "a violation says nothing")
        }
        let filled = schema.applyingDefaults(to: value)
        try promise(
            schema.applyingDefaults(to: filled).bytes(.compact).count >= filled.bytes(.compact).count,
            "filling in defaults again takes something away")
        return violations.isEmpty ? .accepted : .refused
    }
}
