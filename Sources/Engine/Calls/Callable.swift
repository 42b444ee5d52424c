package import CivilTime
package import JSON
package import SkillLanguage

/// Something a `call` step can call.
package protocol Callable: Sendable {
    /// As written in a step: `http`, `runs.query`.
    var name: String { get }

    /// What a call with these arguments may do outside. Decides what happens to one found without an outcome after a crash.
    func reach(of arguments: JSON) -> Reach

    /// The most the call may use of what its run has left; kept back from calls that begin while it is under way.
    func reservation(of request: CallRequest) -> Reservation

    /// Makes the call once. Never throws: a failure is an outcome. When the task is cancelled the call stops soon, and what it
    /// returns is dropped.
    func perform(_ invocation: Invocation) async -> Outcome
}

extension Callable {
    package func reservation(of request: CallRequest) -> Reservation { .none }
}

/// What a call may do outside this process.
package enum Reach: Sendable, Equatable {
    /// Nothing that matters twice: repeated freely.
    case read
    /// Something, but the other side drops repetitions by the idempotency key: repeated with the same key.
    case idempotentWrite
    /// Something that must not silently happen twice: its intent is journaled first, and found without an outcome it is unknown.
    case write
}

/// One call as its callable gets it.
package struct Invocation: Sendable {
    package let request: CallRequest
    /// Id of the run that calls.
    package let run: String
    package let skill: String
    /// The same for every try of the call, across restarts: `run/path`.
    package let idempotencyKey: String
    /// The permits of the skill and of every caller above it: all of them must allow what the call reaches.
    package let permits: [Permits]
    /// Puts the values of secrets into arguments, and takes them out of outcomes.
    package let markers: SecretMarkers
    package let now: Instant

    package init(
        request: CallRequest, run: String, skill: String, idempotencyKey: String, permits: [Permits], markers: SecretMarkers, now: Instant
    ) {
        self.request = request
        self.run = run
        self.skill = skill
        self.idempotencyKey = idempotencyKey
        self.permits = permits
        self.markers = markers
        self.now = now
    }

    package var arguments: JSON { request.arguments }
}

/// The callables by name.
package struct CallableSet: Sendable {
    private let byName: [String: any Callable]

    package init(_ callables: [any Callable]) {
        byName = Dictionary(callables.map { ($0.name, $0) }) { _, last in last }
    }

    /// These too; of two with one name the new one counts.
    package func adding(_ callables: [any Callable]) -> CallableSet { CallableSet(Array(byName.values) + callables) }

    /// Nil for one that this build does not have.
    package subscript(name: String) -> (any Callable)? { byName[name] }
}
