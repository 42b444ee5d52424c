import CEL
package import JSON

/// The condition of an `event` call. It is looked at later, when an event comes, so the values of the names it uses are kept with it,
/// as they were when the call was made.
package enum EventCondition {
    /// The arguments with `match` in a form that stands alone: `{"when": expression, "names": {name: value}}`.
    static func capture(_ arguments: JSON, in names: Names) throws(Failure) -> JSON {
        guard var object = arguments.object, let text = arguments["match"]?.string else { return arguments }
        let formula: Formula
        do {
            formula = try Formula(condition: text)
        } catch {
            throw Failure("expr.eval", "match: \(error.message)", retryable: false)
        }
        var values = JSON.Object()
        for name in Set(formula.expression.references.map(\.variable)).subtracting(["event"]).sorted() {
            do {
                values[name] = try names.value(name)?.json()
            } catch {
                throw Failure("expr.eval", "match: \(error.message) in \(formula.source)", retryable: false)
            }
        }
        object["match"] = ["when": .string(formula.source), "names": .object(values)]
        return .object(object)
    }

    /// Whether an event's payload fits. A call without a condition takes any; a condition that fails on the payload does not hold.
    package static func holds(_ arguments: JSON, event: JSON) -> Bool {
        guard let match = arguments["match"] else { return true }
        guard let text = match["when"]?.string, let formula = try? Formula(text) else { return false }
        let names = (match["names"]?.object ?? [:]).map { ($0.0, $0.1) } + [("event", event)]
        return (try? formula.holds(in: Names(names))) ?? false
    }
}
