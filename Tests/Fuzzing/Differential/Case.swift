package import JSON

/// An expression and its data, to be evaluated here and by another implementation.
package struct Case: Sendable {
    package let source: String
    package let data: JSON.Object

    package init(source: String, data: JSON.Object = [:]) {
        self.source = source
        self.data = data
    }

    /// The case of a number of a run; the same whatever was made before it.
    package init(seed: UInt64, index: Int) {
        var dice = Dice(seed: seed, stream: "differential", index: index)
        data = SampleData.variables(&dice)
        var grammar = ExpressionGrammar(dice)
        source = grammar.expression()
    }

    /// Nil when the line is not of the form that `line` has.
    package init?(line: JSON) {
        guard case .string(let source)? = line["expression"], let data = line["data"]?.object else { return nil }
        (self.source, self.data) = (source, data)
    }

    package var line: JSON { ["expression": .string(source), "data": .object(data)] }
}
