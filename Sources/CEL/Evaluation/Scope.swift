/// The variables an expression may use.
package protocol Scope {
    /// The value of a variable; nil when there is none of that name. Called once for each time the name is reached, and only then.
    func value(_ name: String) throws(EvaluationError) -> Value?
}

/// A scope that is a table.
package struct Variables: Scope, Sendable {
    private var values: [String: Value]

    package init(_ values: [String: Value] = [:]) { self.values = values }

    package subscript(name: String) -> Value? {
        get { values[name] }
        set { values[name] = newValue }
    }

    package func value(_ name: String) -> Value? { values[name] }
}
