package import CEL
package import JSON

/// A CEL expression of a skill, parsed once.
package struct Formula: Sendable {
    package let expression: CEL.Expression
    package var source: String { expression.source }

    /// Why a text is not an expression, and the repair where it is known.
    package struct Malformed: Error {
        package let message: String
        package let hint: String?
        /// Nil when the text around the expression is at fault.
        var excerpt: Finding.Excerpt?

        func finding(at pointer: String) -> Finding { Finding("E10", pointer, message, hint: hint, excerpt: excerpt) }
    }

    package init(_ source: String) throws(Malformed) {
        do throws(ParseError) {
            expression = try CEL.Expression(parsing: source, profile: .ratchet, library: Library.skills)
        } catch {
            throw Malformed(
                message: "\(error.message) at character \(error.column) of \(source)", hint: error.hint,
                excerpt: Finding.Excerpt(source: source, offset: error.offset))
        }
    }

    /// A bare condition; one pair of `${` and `}` around it is taken off.
    package init(condition text: String) throws(Malformed) {
        let pieces = (try? TemplateScanner.pieces(of: text)) ?? []
        if pieces.count == 1, case .expression(let inner) = pieces[0] {
            try self.init(inner)
        } else {
            try self.init(text)
        }
    }

    /// Stands for an expression that could not be read: its value could be anything.
    static let unread: Formula = {
        guard let formula = try? Formula("dyn(null)") else { preconditionFailure("dyn(null) is an expression") }
        return formula
    }()

    package func value(in names: Names) throws(Failure) -> JSON {
        do {
            return try expression.evaluate(in: names).json()
        } catch {
            throw failure(error)
        }
    }

    /// A condition's answer; anything but a bool is `expr.type`.
    package func holds(in names: Names) throws(Failure) -> Bool {
        let value: Value
        do {
            value = try expression.evaluate(in: names)
        } catch {
            throw failure(error)
        }
        guard case .bool(let holds) = value else {
            throw Failure("expr.type", "the condition \(source) is not true or false", retryable: false)
        }
        return holds
    }

    private func failure(_ error: EvaluationError) -> Failure {
        let type = error.kind == .costExceeded ? "expr.cost" : "expr.eval"
        return Failure(type, "\(error.message) in \(source)", retryable: false)
    }

    /// The secrets named in the expression, as `secrets.NAME`.
    var secretsNamed: [String] { fields(of: "secrets") }
    /// The services named in the expression, as `services.NAME`.
    var servicesNamed: [String] { fields(of: "services") }

    private func fields(of variable: String) -> [String] {
        expression.references.filter { $0.variable == variable }.compactMap { $0.fields.first?.name }
    }
}
