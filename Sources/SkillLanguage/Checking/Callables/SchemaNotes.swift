import JSON

/// What one check of a skill has worked out of the schemas in its calls, for a second walk and for the tests.
final class SchemaNotes {
    /// By the place of the step: the schema among its call's arguments that its answer has to fit.
    private(set) var embedded: [String: Schema] = [:]
    private var outputs: [String: Known] = [:]

    /// - Throws: when it is not a usable schema.
    func compile(_ source: JSON, of step: Step) throws(SchemaError) {
        embedded[step.pointer] = try Schema(compiling: source, keywords: .strict)
    }

    /// What a step's call gives, found out once.
    func output(of step: Step, _ find: () -> Known) -> Known {
        if let known = outputs[step.pointer] { return known }
        let known = find()
        outputs[step.pointer] = known
        return known
    }
}
