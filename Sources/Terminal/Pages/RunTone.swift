/// How states of runs look.
extension Tone {
    init?(state: String?) {
        switch state {
        case "succeeded": self = .good
        case "failed", "timed_out", "quarantined", "terminated": self = .bad
        case "waiting", "paused", "skipped", "cancelled": self = .caution
        case "running", "queued": self = .active
        default: return nil
        }
    }
}
