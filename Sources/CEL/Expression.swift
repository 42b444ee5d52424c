/// A CEL expression: parsed once, evaluated any number of times, on any thread.
package struct Expression: Sendable {
    package let source: String
    /// The syntax tree, macros expanded, for the checks that need it.
    package let root: Node
    package let profile: Profile
    let library: Library
    private let code: any Code
    private let slots: Int

    /// Throws when `source` is not an expression, is beyond the profile's limits, or (in profiles that ask for it) calls a function
    /// that `library` does not have.
    package init(parsing source: String, profile: Profile = .ratchet, library: Library = .standard) throws(ParseError) {
        self.source = source
        self.profile = profile
        self.library = library
        do throws(Fault) {
            root = try Parser.parse(source, profile)
            var compiler = Compiler(profile: profile, library: library)
            code = try compiler.compile(root)
            slots = compiler.slots
        } catch {
            throw ParseError(error, in: source)
        }
    }

    /// The value for the variables of `scope`. What it costs is added to `meter`, also when it fails; the same expression on the same
    /// data always costs the same.
    package func evaluate(in scope: some Scope, meter: inout CostMeter) throws(EvaluationError) -> Value {
        var frame = Frame(scope: scope, meter: meter, locals: Array(repeating: .null, count: slots))
        defer { meter = frame.meter }
        let value = try code.value(&frame)
        if Weight.of(value, upTo: profile.resultLimit) > profile.resultLimit {
            throw EvaluationError(.costExceeded, "the result is larger than \(profile.resultLimit) bytes: keep only what is needed")
        }
        return value
    }

    /// `evaluate(in:meter:)` with the profile's whole budget.
    package func evaluate(in scope: some Scope) throws(EvaluationError) -> Value {
        var meter = CostMeter(limit: profile.costLimit)
        return try evaluate(in: scope, meter: &meter)
    }
}
