import CivilTime
import Engine
import Synchronization

/// A clock that stands still, but for sleepers: each sleep takes it to the end of the sleep, or of the nap set for it.
final class SetTime: TimeSource {
    private let state: Mutex<(now: Instant, naps: [Duration], slept: [Instant])>

    /// - Parameter naps: how long the first sleeps last at most, for a clock that wakes its sleepers early.
    init(_ now: Instant = .start, naps: [Duration] = []) { state = Mutex((now, naps, [])) }

    var slept: [Instant] { state.withLock(\.slept) }

    func now() -> Instant { state.withLock(\.now) }

    func sleep(until instant: Instant) async {
        state.withLock { state in
            state.slept.append(instant)
            state.now = state.naps.isEmpty ? instant : min(instant, state.now + state.naps.removeFirst())
        }
    }
}

extension Instant {
    /// 2026-11-21T12:00:00Z
    static let start = Instant(milliseconds: 1_795_262_400_000)
}
