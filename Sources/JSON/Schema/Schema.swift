/// A JSON Schema (draft 2020-12), compiled once and used often.
///
/// All assertions and applicators are supported, and references within the document, by pointer, `$anchor` or `$id`, recursive ones too.
/// Dynamic references, `unevaluatedItems` and other documents are not: a schema that uses them does not compile. `format` and the
/// `content` keywords are annotations: they promise nothing about the value.
package struct Schema: Sendable {
    /// What becomes of keywords the standard does not know.
    package enum Keywords: Sendable, Hashable {
        /// They are errors: a misspelt keyword would otherwise check nothing.
        case strict
        /// They are annotations, as the standard has it.
        case lenient
    }

    /// The schema as it was written, annotations and all.
    package let source: JSON
    let nodes: [SchemaNode]

    package init(compiling source: JSON, keywords: Keywords) throws(SchemaError) {
        self.source = source
        var compiler = SchemaCompiler(source, keywords: keywords)
        nodes = try compiler.compile()
    }

    /// What is wrong with the value: everything, up to `limit`. Empty just when the value fits.
    ///
    /// The work is bounded too: a value that takes more than `steps` applications of subschemas counts as not fitting.
    package func validate(_ value: JSON, limit: Int = 20, steps: Int = 10_000_000) -> [Violation] {
        var validator = Validator(nodes, limit: 0, steps: steps)
        if validator.fits(value) { return [] }
        validator = Validator(nodes, limit: max(limit, 1), steps: steps)
        _ = validator.fits(value)
        return validator.violations
    }

    package func firstViolation(in value: JSON) -> Violation? { validate(value, limit: 1).first }

    /// The verdict alone, which is faster.
    package func isValid(_ value: JSON) -> Bool {
        var validator = Validator(nodes, limit: 0)
        return validator.fits(value)
    }
}

/// Two schemas are the same when they were written the same.
extension Schema: Hashable {
    package static func == (a: Schema, b: Schema) -> Bool { a.source == b.source }
    package func hash(into hasher: inout Hasher) { hasher.combine(source) }
}

/// One thing that is wrong with a value.
package struct Violation: Sendable, Hashable {
    /// The place in the value.
    package let instance: Pointer
    /// The place of the keyword in the schema.
    package let schema: Pointer
    /// The keyword that does not hold; `limit` when the work was too much.
    package let keyword: String
    /// What is wrong and what would be right, without the place.
    package let message: String
}

extension Violation: CustomStringConvertible {
    package var description: String { instance == .root ? message : "\(instance): \(message)" }
}
