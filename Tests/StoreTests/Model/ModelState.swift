import Store

/// A run as the reference model sees it. Times are plain numbers.
struct ModelRun: Equatable {
    struct Child: Equatable {
        var parent: Int
        var path: String
    }
    struct Wait: Equatable {
        enum State: String { case open, resolved, closed }
        var path: String
        var event: String?
        var state = State.open
        /// The event that resolved it.
        var taken: Int?
    }

    var row: Int
    var key: String?
    var limit = 1
    var priority = 0
    var calledBy: Child?
    /// What becomes of it when its caller is done with it, and whether its caller let go of it.
    var parentClose = ParentClose.cancel
    var isAbandoned = false
    var state: RunState
    var epoch = 1
    /// How many events there were when it was created.
    var eventsBefore = 0
    /// Not in any process's hands: asleep until `due`, or until something wakes it.
    var isParked = false
    var due: Int?
    /// The calls whose runs it slept for.
    var awaited: [String] = []
    var isAskedToEnd = false
    /// Somebody wants it to stand still.
    var isPaused = false
    /// The run's own journal says that it was asked.
    var knowsItIsAsked = false
    var waits: [Wait] = []
    /// Entries in the journal, now and at the last recovery.
    var entries = 0
    var entriesAtRecovery = 0
    var recoveries = 0
    /// The epoch in which it was driven last.
    var drivenEpoch = 1

    var isOpen: Bool { !state.isTerminal }
    /// In the hands of a process that can go on with it.
    var isHeld: Bool { isOpen && !isParked }
    var isQueued: Bool { state == .queued }
}

/// What the model knows of an event.
struct ModelEvent: Equatable {
    var id: String
    var name: String
    var at: Int
}

/// What an operation came to, as far as its caller is told.
enum Told: Equatable, CustomStringConvertible {
    case done
    case created(row: Int, RunState, existed: Bool)
    case claimed([Int])
    case reached(Int)
    case fenced, finished, answered, notWaiting

    /// Without the numbers in it.
    var kind: String {
        switch self {
        case .created(_, let state, let existed): existed ? "existed" : state.rawValue
        case .claimed(let rows): rows.isEmpty ? "nothing" : "claimed"
        case .reached(let count): count == 0 ? "nobody" : "reached"
        default: description
        }
    }

    var description: String {
        switch self {
        case .done: "done"
        case .created(let row, let state, let existed): "run \(row) \(state.rawValue)\(existed ? ", which existed" : "")"
        case .claimed(let rows): "claimed \(rows)"
        case .reached(let count): "reached \(count)"
        case .fenced: "fenced"
        case .finished: "finished"
        case .answered: "answered"
        case .notWaiting: "not waiting"
        }
    }
}
