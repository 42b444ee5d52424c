import CivilTime
import Workspace

/// How often each token was used of late. Two tokens of one person are two; a token's rate is the same on all its connections.
struct RequestRates: Sendable {
    private var buckets: [String: TokenBucket] = [:]

    /// Beyond this many, those that were not used of late are forgotten, which changes nothing for them.
    private static let remembered = 1024

    /// - Returns: nil when the request is let through; else how long to wait.
    mutating func take(_ holder: TokenSet.Holder, at now: Instant) -> Duration? {
        if buckets[holder.id] == nil, buckets.count >= Self.remembered { buckets = buckets.filter { !$0.value.isFull(at: now) } }
        return buckets[holder.id, default: TokenBucket(rate: holder.rate, at: now)].take(at: now)
    }

    var count: Int { buckets.count }
}
