package import CEL
import CivilTime
package import JSON

/// What the names in an expression mean at one place of one run.
package struct Names: Sendable {
    let constants: Constants
    var scope: StepScope

    /// Names for an expression outside a run, such as a test's assertion.
    package init(_ values: [(String, JSON)]) {
        constants = Constants(input: .null, config: .null, facts: nil, secrets: [:])
        scope = StepScope(now: Instant(milliseconds: 0))
        scope.locals = values
    }

    init(constants: Constants, scope: StepScope) {
        self.constants = constants
        self.scope = scope
    }

    func adding(_ name: String, _ value: JSON) -> Names {
        var copy = self
        copy.scope.locals.append((name, value))
        return copy
    }
}

/// What stays the same for a whole run. A reference: each expression's names take it along.
final class Constants: Sendable {
    let input: JSON
    let config: JSON
    let facts: RunFacts?
    /// Name to the marker that stands for the secret until the executor puts its value in.
    let secrets: JSON.Object

    init(input: JSON, config: JSON, facts: RunFacts?, secrets: JSON.Object) {
        self.input = input
        self.config = config
        self.facts = facts
        self.secrets = secrets
    }
}

/// What changes from step to step: the values of earlier steps, the variables, the names a container adds.
struct StepScope: Sendable {
    var steps: JSON.Object = [:]
    var vars: JSON.Object = [:]
    var locals: [(String, JSON)] = []
    /// `run.now`: the recorded end of the latest call that precedes this place in program order.
    var now: Instant
}

extension Names: CEL.Scope {
    package func value(_ name: String) throws(EvaluationError) -> Value? {
        for (local, value) in scope.locals.reversed() where local == name { return Value(value) }
        guard let facts = constants.facts else { return nil }
        switch name {
        case "steps": return Value(.object(scope.steps))
        case "input": return Value(constants.input)
        case "config": return Value(constants.config)
        case "vars": return Value(.object(scope.vars))
        case "run": return run(facts)
        case "secrets": return Value(.object(constants.secrets))
        case "services": return Value(.object(facts.services))
        default: return nil
        }
    }

    private func run(_ facts: RunFacts) -> Value {
        .map(
            Value.Map([
                ("id", .string(facts.id)), ("skill", .string(facts.skill)), ("version", .string(facts.version)),
                ("attempt", .double(Double(facts.attempt))), ("now", .timestamp(Timestamp(scope.now))),
                ("scheduled_at", facts.scheduledAt.map { .timestamp(Timestamp($0)) } ?? .null),
            ]))
    }
}
