/// What the type checker has against an expression.
package struct TypeIssue: Sendable, Hashable, Error {
    package enum Kind: Sendable, Hashable {
        case unknownName
        case unknownFunction
        case unknownField
        /// A value of a type that does not fit where it is used.
        case mismatch
        /// A field that may be missing is used without `has()` or `.?`.
        case mayBeMissing
        /// A value that may be null is used where null fails.
        case mayBeNull
        /// `/` on two ints, which drops the remainder.
        case integerDivision
    }
    package let kind: Kind
    package let message: String
    package let hint: String?
    /// In UTF-8 bytes from the start of the source.
    package let position: Int
}

extension TypeIssue: CustomStringConvertible {
    package var description: String { message + (hint.map { " (\($0))" } ?? "") }
}

/// What an expression may use, for its type check: variables by name (with dots where the profile has qualified names), and functions
/// the library does not have.
package struct Declarations: Sendable {
    package var variables: [String: CELType]
    package var functions: [String: [Signature]]

    package init(variables: [String: CELType] = [:], functions: [String: [Signature]] = [:]) {
        self.variables = variables
        self.functions = functions
    }
}

extension Expression {
    /// The static type of the expression and everything the checker has against it (langdef, "Gradual Type Checking"). An expression
    /// without issues can still fail on what is `dyn`.
    package func check(_ declarations: Declarations) -> (type: CELType, issues: [TypeIssue]) {
        var checker = Checker(declarations: declarations, profile: profile, library: library)
        let type = checker.check(root)
        return (checker.substitution.resolved(type, final: true), checker.issues)
    }
}
