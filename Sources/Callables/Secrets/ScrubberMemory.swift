import Synchronization

/// The scrubber that was made last. Making one is much work, and calls come with the same secrets again and again.
final class ScrubberMemory: Sendable {
    private let last = Mutex<(secrets: [String: String], scrubber: SecretScrubber)?>(nil)

    func scrubber(of secrets: [String: String]) -> SecretScrubber {
        if let scrubber = last.withLock({ $0.flatMap { $0.secrets == secrets ? $0.scrubber : nil } }) { return scrubber }
        let scrubber = SecretScrubber(secrets)
        last.withLock { $0 = (secrets, scrubber) }
        return scrubber
    }
}
