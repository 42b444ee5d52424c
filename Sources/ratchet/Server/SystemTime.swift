import CivilTime
import Engine

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The machine's clock. Sleeps in slices, so that a wall clock that is set, or a suspended machine, is noticed within a minute.
struct SystemTime: TimeSource {
    func now() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    func sleep(until instant: Instant) async {
        while !Task.isCancelled {
            let left = instant - now()
            guard left > .zero else { return }
            try? await Task.sleep(for: min(left, .seconds(60)))
        }
    }
}
