/// One step: an id, exactly one verb, and its modifiers. A reference, for it never changes and every turn of a run takes it along.
package final class Step: Sendable {
    package let id: String
    /// Where the step stands in its document.
    package let pointer: String
    package let note: String?
    package let when: Formula?
    /// Retries and waits included.
    package let timeout: Duration?
    package let verb: Verb
    /// `as`: reshapes the raw value before it is kept.
    package let shape: Template?
    package let catches: [CatchClause]

    init(
        id: String, pointer: String, note: String?, when: Formula?, timeout: Duration?, verb: Verb, shape: Template?, catches: [CatchClause]
    ) {
        self.id = id
        self.pointer = pointer
        self.note = note
        self.when = when
        self.timeout = timeout
        self.verb = verb
        self.shape = shape
        self.catches = catches
    }
}

/// What a step does. Only `call` has effects.
package indirect enum Verb: Sendable {
    case call(Call)
    case set([(name: String, value: Template)])
    case sequence([Step])
    case choose(Choice)
    case parallel(Parallel)
    case each(Each)
    case loop(Loop)
    case give(Template)
    case fail(Fail)

    package var name: String {
        switch self {
        case .call: "call"
        case .set: "set"
        case .sequence: "do"
        case .choose: "switch"
        case .parallel: "parallel"
        case .each: "each"
        case .loop: "repeat"
        case .give: "return"
        case .fail: "fail"
        }
    }
}

package struct Call: Sendable {
    /// What a write found without an outcome after a crash becomes.
    package enum Unknown: String, Sendable, CaseIterable { case ask, fail, retry }

    /// What becomes of the run of a called skill when the calling run ends or gives the call up: it is asked to end (what holds without
    /// a rule), ends at once without clean-up, or goes on by itself.
    package enum ParentClose: String, Sendable, CaseIterable { case cancel, terminate, abandon }

    package let callable: CallableName
    /// `with`: a template that yields an object.
    package let arguments: Template
    package let retry: RetryPolicy?
    package let onUnknown: Unknown?
    /// Calls of skills alone have it.
    package let parentClose: ParentClose?

    /// Whether some of the arguments are conditions, which the callable evaluates.
    var takesConditions: Bool { callable == .builtin("agent") || callable == .builtin("event") }
}

/// `switch`: the first case whose condition holds, else `otherwise`.
package struct Choice: Sendable {
    package struct Case: Sendable {
        package let when: Formula
        package let steps: [Step]
        package let pointer: String
    }
    package let cases: [Case]
    package let otherwise: [Step]?
}

/// What a fan-out does when a member fails.
package enum MemberErrors: String, Sendable, CaseIterable {
    /// The first failure cancels the siblings and fails the step.
    case fail
    /// Each member becomes `{ok: true, value}` or `{ok: false, error}`.
    case collect
}

package struct Parallel: Sendable {
    package let branches: [(name: String, steps: [Step])]
    package let errors: MemberErrors
}

package struct Each: Sendable {
    package let items: Template
    package let name: String
    /// Members under way at once.
    package let concurrency: Int
    package let maxItems: Int
    package let errors: MemberErrors
    package let steps: [Step]
    package let yield: Template?
}

/// `repeat`: bounded iteration.
package struct Loop: Sendable {
    package let most: Int
    package let until: Formula?
    package let delay: Duration?
    package let steps: [Step]
    package let yield: Template?
    /// Keep the last round's value when the rounds run out, instead of failing with `repeat.exhausted`.
    package let keepWhenExhausted: Bool
}

package struct Fail: Sendable {
    package let type: String
    package let message: Template
    package let details: Template?
}

package struct CatchClause: Sendable {
    package enum Answer: Sendable {
        case value(Template)
        case steps([Step])
    }
    /// Error types; nil catches what `*` catches.
    package let on: [String]?
    package let answer: Answer
    package let pointer: String

    package func catches(_ failure: Failure) -> Bool { (on ?? ["*"]).contains { failure.matches($0) } }
}

extension Step {
    /// The variables that may have another value after the step. Branches and items have variables of their own.
    var assigned: Set<String> {
        let own: Set<String> =
            switch verb {
            case .set(let assignments): Set(assignments.map(\.name))
            case .sequence(let steps): Self.assigned(steps)
            case .choose(let choice): Self.assigned(choice.cases.flatMap(\.steps) + (choice.otherwise ?? []))
            case .loop(let loop): Self.assigned(loop.steps)
            case .call, .parallel, .each, .give, .fail: []
            }
        return catches.reduce(into: own) { names, clause in
            if case .steps(let steps) = clause.answer { names.formUnion(Self.assigned(steps)) }
        }
    }

    private static func assigned(_ steps: [Step]) -> Set<String> { steps.reduce(into: []) { $0.formUnion($1.assigned) } }
}
