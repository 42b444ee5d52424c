import CivilTime

/// Makes guessing tokens slow: of an address that sent too many wrong ones, no more are looked at for a while, right or wrong, except those
/// that were accepted from there before. So a flood of guesses neither learns anything nor locks out who was there first.
struct WrongTokens: Sendable {
    enum Judgement: Equatable {
        case accepted
        case wrong
        /// It was not looked at.
        case wait(Duration)
    }

    private struct Address {
        var bucket: TokenBucket
        var accepted: [String] = []
        var lastUse: Instant
    }

    private var addresses: [String: Address] = [:]

    static let perMinute = 60
    private static let remembered = 1024
    private static let acceptedByAddress = 16

    /// - Parameters:
    ///   - holder: the id of the token that was presented; nil for one that is not known.
    ///   - address: where it came from, as `ClientAddress` groups them.
    mutating func judge(_ holder: String?, from address: String, at now: Instant) -> Judgement {
        if addresses[address] == nil { makeRoom() }
        var entry = addresses[address] ?? Address(bucket: TokenBucket(rate: Self.perMinute, at: now), lastUse: now)
        entry.lastUse = now
        defer { addresses[address] = entry }
        if let holder, entry.accepted.contains(holder) { return .accepted }
        guard let holder else {
            return entry.bucket.take(at: now).map(Judgement.wait) ?? .wrong
        }
        if let wait = entry.bucket.wait(at: now) { return .wait(wait) }
        entry.accepted.append(holder)
        if entry.accepted.count > Self.acceptedByAddress { entry.accepted.removeFirst() }
        return .accepted
    }

    /// Forgets the address that was quiet for longest.
    private mutating func makeRoom() {
        guard addresses.count >= Self.remembered, let oldest = addresses.min(by: { $0.value.lastUse < $1.value.lastUse })?.key else { return }
        addresses[oldest] = nil
    }

    var count: Int { addresses.count }
}
