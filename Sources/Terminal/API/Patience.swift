/// How long a client puts up with being asked to wait (RFC 6585, section 4).
struct Patience {
    private var left = Duration.seconds(60)

    /// How long to wait before the same request is sent again: nothing was done of it. Nil for an answer, and when all in all it would be
    /// over a minute.
    /// - Parameter retryAfter: the header, in whole seconds.
    mutating func wait(after status: Int, retryAfter: String?) -> Duration? {
        guard status == 429, let seconds = retryAfter.flatMap({ Int($0) }), seconds >= 0 else { return nil }
        let wait = Duration.seconds(max(1, seconds))
        guard wait <= left else { return nil }
        left -= wait
        return wait
    }
}
