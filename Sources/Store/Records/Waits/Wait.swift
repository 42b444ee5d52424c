package import CivilTime

/// What kind of answer a call waits for.
package enum WaitKind: String, Sendable, Hashable, CaseIterable, Bindable {
    /// A person fills in a form.
    case human
    case event
    /// A write was under way when a process ended; a person says what became of it.
    case unknown
    /// A person allows an agent's tool call.
    case toolApproval = "tool_approval"
}

/// A call that begins to wait.
package struct NewWait: Sendable, Hashable {
    /// A UUIDv7 in its text form.
    package var id: String
    package var call: CallKey
    package var kind: WaitKind
    package var step: String
    /// The name of the event; set for events only.
    package var eventName: String?
    /// JSON text: the form of a person, the condition on an event.
    package var request: [UInt8]
    /// When the run gives up waiting; nil when nothing but the answer ends the wait.
    package var until: Instant?

    package init(id: String, call: CallKey, kind: WaitKind, step: String, eventName: String? = nil, request: [UInt8], until: Instant?) {
        self.id = id
        self.call = call
        self.kind = kind
        self.step = step
        self.eventName = eventName
        self.request = request
        self.until = until
    }
}

/// A wait as it stands.
package struct WaitRecord: Sendable, Hashable {
    package enum State: String, Sendable, Hashable, Bindable {
        case open
        /// Answered, and the run has yet to take the answer.
        case resolved
        /// Answered and taken, or given up.
        case closed
    }

    package struct Resolution: Sendable, Hashable {
        package let at: Instant
        /// Who answered; for an event, its id.
        package let by: String
        /// JSON text.
        package let body: [UInt8]
    }

    package let id: String
    package let runID: String
    package let skill: String
    package let call: CallKey
    package let kind: WaitKind
    package let step: String
    package let eventName: String?
    package let request: [UInt8]
    package let state: State
    package let openedAt: Instant
    package let until: Instant?
    package let resolution: Resolution?
}

/// A change of a wait that belongs to a run's transition.
package enum WaitChange: Sendable, Hashable {
    /// The wait begins. An event that fits and came since the run was created resolves it at once.
    case open(NewWait)
    /// The journal has the answer.
    case close(CallKey)
    /// The run waits no more. When an answer was committed first the transition is refused with `answered`.
    case abandon(CallKey)
}

/// An answer or event that reached a wait.
package struct Delivery: Sendable, Hashable {
    /// The waiting run's row.
    package let run: Int64
    package let call: CallKey
    package let kind: WaitKind
    package let by: String
    /// JSON text.
    package let body: [UInt8]
    package let at: Instant

    package init(run: Int64, call: CallKey, kind: WaitKind, by: String, body: [UInt8], at: Instant) {
        self.run = run
        self.call = call
        self.kind = kind
        self.by = by
        self.body = body
        self.at = at
    }
}
