import CivilTime
import JSON
import SkillLanguage
import Store

/// What a run waits for when all it does is wait: its row shows it.
struct Idleness: Equatable {
    /// `human`, `unknown`, `event`, `child`, `sleep` or `retry`, the first that applies.
    let kind: String
    let step: String?
    let until: Instant?

    /// Shorter waits are not worth a write.
    static let shown = Duration.seconds(1)
    /// A wait of known length at least this long is spent out of memory.
    static let long = Duration.seconds(5)
    /// How long a run that waits for a called run stays in memory: most are quick.
    static let patience = Duration.seconds(2)
}

extension RunDriver {
    /// Nil while a call is under way, or when the wait is short.
    func idleness() -> Idleness? {
        guard tasks.isEmpty, execution.ending == nil else { return nil }
        var until = shownTimer
        var found: [(rank: Int, kind: String, step: String, until: Instant?)] = []
        for (request, manner) in requests.values {
            switch manner {
            case .awaited(.event, _): found.append((2, "event", request.step, request.deadline))
            case .awaited(.unknown, _): found.append((1, "unknown", request.step, request.deadline))
            case .awaited: found.append((0, "human", request.step, request.deadline))
            case .child where children.contains(request.id): found.append((3, "child", request.step, request.deadline))
            case .timed(let end):
                found.append((4, "sleep", request.step, end))
                until = min(until ?? end, end)
            default: return nil
            }
        }
        let first = found.min { ($0.rank, $0.step) < ($1.rank, $1.step) }
        if (first?.rank ?? 4) == 4 {
            guard let until, until - execution.clock >= Idleness.shown || shown != nil else { return nil }
            return Idleness(kind: first?.kind ?? "retry", step: first?.step, until: first?.until ?? until)
        }
        return first.map { Idleness(kind: $0.kind, step: $0.step, until: $0.until) }
    }

    /// The next timer of the interpreter but for the run's deadline.
    private var shownTimer: Instant? { execution.nextStepTimer }

    /// When something is to be done although nothing happens.
    private var nextEvent: Instant? {
        var next = execution.nextTimer
        for case .timed(let end) in requests.values.map(\.manner) { next = min(next ?? end, end) }
        return next
    }

    var nextAlarm: Instant? {
        guard let departure = idleSince.map({ $0 + Idleness.patience }) else { return nextEvent }
        return nextEvent.map { min($0, departure) } ?? departure
    }

    /// Not nil when the run is to leave memory now.
    mutating func parking(_ idleness: Idleness?) -> Parking? {
        // A run that is being created for a call given up has yet to be left to its rule.
        guard let idleness, givenUpEarly.isEmpty else {
            idleSince = nil
            return nil
        }
        let now = execution.clock
        let next = nextEvent
        if let next, next - now < Idleness.long { return nil }
        if idleness.kind == "child" {
            guard let since = idleSince else {
                idleSince = now
                return nil
            }
            guard now >= since + Idleness.patience else { return nil }
        }
        return Parking(until: next, children: children.map(\.key))
    }
}
