/// A function expressions may call: its name, the types it takes and gives, and what it does.
package struct Function: Sendable {
    /// What a function does. Nil says it takes no values of these types.
    package enum Body: Sendable {
        case none(@Sendable () throws(EvaluationError) -> Value)
        case one(@Sendable (Value) throws(EvaluationError) -> Value?)
        case two(@Sendable (Value, Value) throws(EvaluationError) -> Value?)
        case three(@Sendable (Value, Value, Value) throws(EvaluationError) -> Value?)
        case any(@Sendable ([Value]) throws(EvaluationError) -> Value?)
    }

    package let name: String
    /// The overloads; all are methods, or none is.
    package let signatures: [Signature]
    package let body: Body
    /// Its work grows with the size of its arguments or result, and is charged for.
    package let isProportional: Bool

    /// `name` may have a namespace, as `hash.sha256`. A function is pure: the same values always give the same value.
    package init(_ name: String, _ signatures: [Signature], proportional: Bool = true, body: Body) {
        self.name = name
        self.signatures = signatures
        self.body = body
        isProportional = proportional
    }

    package var isMethod: Bool { signatures.first?.isMethod ?? false }

    /// How many values it takes, a method's receiver included; nil for any number.
    var arity: Int? {
        switch body {
        case .none: 0
        case .one: 1
        case .two: 2
        case .three: 3
        case .any: nil
        }
    }

    /// A built-in function, its overloads in the notation of `Signature`.
    init(_ name: String, _ signatures: String..., constant: Bool = false, body: Body) {
        self.init(name, signatures.map(Signature.init(builtIn:)), proportional: !constant, body: body)
    }
}
