import CivilTime
import JSON

/// A step list under way. A list runs one step at a time, so its current step's state is part of it; containers have child frames.
struct Frame: Sendable {
    let parent: Int?
    /// What the parent knows this list as.
    let slot: Slot
    let steps: [Step]
    /// Prefix of the paths of this list's steps.
    let path: String
    var position = 0
    var scope: StepScope
    /// The value of the step before, which is the list's value at its end.
    var last: JSON = .null
    var active: Active?

    var step: Step? { steps.indices.contains(position) ? steps[position] : nil }

    /// The step is done and has a value.
    mutating func keep(_ value: JSON, of step: Step) {
        scope.steps[step.id] = value
        goOn(from: value)
    }

    /// On to the next step; `value` is that of this one.
    mutating func goOn(from value: JSON) {
        last = value
        active = nil
        position += 1
    }

    enum Slot: Sendable {
        case body, cleanup, sequence, arm, clause
        case branch(String)
        case item(Int)
        case round
    }
}

/// The step that a list is at.
struct Active: Sendable {
    let path: String
    var deadline: Instant?
    var children: [Int] = []
    var work: Work = .none
    /// Set once the step failed and its `catch` steps run.
    var caught: Failure?

    enum Work: Sendable {
        case none
        case call(arguments: JSON, attempt: Int)
        case branches([(name: String, value: JSON?)])
        case items(Items)
        case rounds(Rounds)
    }

    struct Items: Sendable {
        let all: [JSON]
        var next = 0
        var running = 0
        var ended = 0
    }

    struct Rounds: Sendable {
        var iteration = 0
        var previous: JSON.Object = [:]
        var value: JSON = .null
        /// The scope the next round starts with.
        var scope: StepScope
    }
}

/// Something that happens later unless the step ends first.
struct Timer: Sendable {
    enum Kind: Sendable { case retry, timeout, round, deadline, cleanup }
    let due: Instant
    /// Equal times fire in the order they were set.
    let order: Int
    let frame: Int
    let kind: Kind
}
