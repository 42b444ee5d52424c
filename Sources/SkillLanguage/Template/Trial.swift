import CEL
package import JSON

/// One evaluation of an expression on data at hand, outside of any skill.
package struct Trial: Sendable {
    package let value: JSON
    /// The static type, as far as the data shows it.
    package let type: String
    /// In units of the cost limit.
    package let cost: Int
    package let limit: Int

    /// - Parameters:
    ///   - source: an expression, with or without `${` and `}` around it.
    ///   - variables: what its names mean.
    /// - Throws: what is wrong with the expression, or how its evaluation failed.
    package init(of source: String, with variables: JSON.Object) throws {
        let formula = try Formula(condition: source)
        let names = Names(Array(variables))
        var meter = CostMeter(limit: formula.expression.profile.costLimit)
        let result = try formula.expression.evaluate(in: names, meter: &meter)
        let types = Dictionary(variables.map { ($0.0, CELType(of: $0.1)) }) { $1 }
        type = formula.expression.check(Declarations(variables: types)).type.description
        value = try result.json()
        cost = meter.used
        limit = meter.limit
    }
}
