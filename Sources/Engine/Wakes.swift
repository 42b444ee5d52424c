import CivilTime
import CrashPoints
import Logging
import Store

/// Brings parked runs back when they are due: one task for all. The rows in the database are the truth; this only looks when the next
/// one is due, and a lost or repeated nudge changes nothing.
final class Wakes: Sendable {
    private let sleeper: Sleeper
    private let time: any TimeSource

    /// Runs taken up at once.
    private static let batch = 256
    /// With this many runs in memory, due ones wait.
    private static let crowd = 20_000
    /// However far the next one is, so that a clock that was set is noticed.
    private static let longestSleep = Duration.seconds(60)

    init(time: any TimeSource) {
        self.time = time
        sleeper = Sleeper(time: time)
    }

    /// Says that some run may be due.
    func nudge() { sleeper.wake() }

    /// Runs until the task is cancelled or the engine stops.
    func run(_ engine: Engine) async {
        while !Task.isCancelled, !engine.isStopping {
            let now = time.now()
            do {
                let isCrowded = engine.liveRuns >= Self.crowd
                let keys = isCrowded ? [] : try await engine.store.claimDue(at: now, limit: Self.batch)
                if !keys.isEmpty { CrashPoint.reach("engine.wakes.claimed") }
                await engine.resume(keys)
                guard keys.isEmpty else {
                    CrashPoint.reach("engine.wakes.resumed")
                    continue
                }
                let next = try await engine.store.nextWake() ?? now + Self.longestSleep
                // Due ones that wait for a crowd to get smaller are looked at again soon, and not all the time.
                let pause = Duration.milliseconds(isCrowded ? 50 : 1)
                await sleeper.sleep(until: min(max(next, now + pause), now + Self.longestSleep))
            } catch StoreError.closed {
                return
            } catch {
                engine.logger.error("cannot look for runs that are due; trying again", metadata: ["error": "\(error)"])
                await time.sleep(until: now + .seconds(1))
            }
        }
    }
}
