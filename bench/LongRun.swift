import CivilTime
import Engine
import JSON
import SkillLanguage
import Synchronization

/// One run of 10,000 steps: what a step costs does not grow with the steps before it.
enum LongRun {
    static func run(_ report: Report) async throws {
        guard report.wants("engine.long_run") else { return }
        let callable = TimedEcho()
        let shares = try await EngineBench.with(.tenThousandSteps, callable) { engine in
            var shares: [Double] = []
            for i in 0..<3 {
                callable.forget()
                try await EngineBench.once(engine, i)
                shares.append(callable.share)
            }
            return shares
        }
        let ratio = Samples(shares).median
        report.add(
            "engine.long_run", ratio, "times", ratio: ratio / 1.2,
            method: "one run of 10,000 calls, nothing else running: time of the last 1,000 over the first 1,000, median of 3; "
                + "\(Int(callable.microseconds)) us a step; ratio to 1.2")
    }
}

/// Notes when each call was made.
private final class TimedEcho: Callable {
    let name = "http"
    private let times = Mutex<[ContinuousClock.Instant]>([])

    func forget() { times.withLock { $0 = [] } }

    /// Time of the last 1,000 calls over that of the first 1,000.
    var share: Double {
        times.withLock { times in
            guard times.count >= 10_000 else { return 0 }
            return (times[times.count - 1] - times[times.count - 1001]).inSeconds / (times[1000] - times[0]).inSeconds
        }
    }
    var microseconds: Double {
        times.withLock { times in (times[times.count - 1] - times[0]).inSeconds / Double(times.count) * 1e6 }
    }

    func reach(of arguments: JSON) -> Reach { .read }

    func perform(_ invocation: Invocation) async -> Outcome {
        times.withLock { $0.append(ContinuousClock.now) }
        return await PermittedEcho().perform(invocation)
    }
}
