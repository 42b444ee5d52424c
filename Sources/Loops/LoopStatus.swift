package import CivilTime
package import SkillLanguage
package import Store

/// A loop as it is defined and as it stands.
package struct LoopStatus: Sendable {
    package let document: LoopDocument
    /// Nil until the scheduler has seen the loop.
    package let record: LoopRecord?
    package let lastFire: FireRecord?

    /// The next nominal times after `now`.
    package func next(_ count: Int, after now: Instant) -> [Instant] {
        var times: [Instant] = []
        var last = now
        while times.count < count, let next = document.schedule.next(after: last) {
            times.append(next)
            last = next
        }
        return times
    }
}

/// Why a loop was not touched.
package enum LoopError: Error, Sendable, CustomStringConvertible {
    case unknown(String, nearest: String?)
    case runOpen(loop: String, count: Int)

    package var description: String {
        switch self {
        case .unknown(let name, let nearest):
            "no live loop is called \"\(name)\"" + (nearest.map { "; did you mean \"\($0)\"?" } ?? "; `ratchet loops list` shows the live ones")
        case .runOpen(let loop, let count):
            "\(count) run\(count == 1 ? "" : "s") of \(loop) \(count == 1 ? "is" : "are") open and the loop's overlap policy is skip; wait, or use --force"
        }
    }

    package var code: String {
        switch self {
        case .unknown: "unknown_loop"
        case .runOpen: "run_open"
        }
    }
}
