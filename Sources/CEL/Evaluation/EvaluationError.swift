/// Why an expression has no value.
package struct EvaluationError: Error, Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable {
        /// A map has no such key, or a list no such position is `invalidArgument`.
        case noSuchKey
        /// A field was selected of something that has no fields.
        case noSuchField
        /// No function or operator of that name takes values of these types.
        case noSuchOverload
        /// A name that neither the scope nor the language knows.
        case undeclared
        case divideByZero
        /// A result outside the range of its type.
        case overflow
        /// A value that a function cannot work with: an index out of range, text that is no number, a bad pattern.
        case invalidArgument
        /// A value of one type where another is needed, outside of functions.
        case typeMismatch
        /// The expression used up its budget. Never absorbed by `&&`, `||` or a macro.
        case costExceeded
    }

    package let kind: Kind
    package let message: String
    /// Where in the source, in UTF-8 bytes; nil when it is not tied to a place.
    package private(set) var position: Int?

    package init(_ kind: Kind, _ message: String, position: Int? = nil) {
        self.kind = kind
        self.message = message
        self.position = position
    }

    /// The error with a position, if it had none.
    func at(_ position: Int) -> EvaluationError {
        var error = self
        error.position = error.position ?? position
        return error
    }
}

extension EvaluationError: CustomStringConvertible {
    package var description: String { message }
}
