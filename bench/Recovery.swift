import CivilTime
import Engine
import JSON
import SkillLanguage
import Store
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A server that starts after a kill with 10,000 runs under way: how long until every one of them makes its next call.
enum Recovery {
    private static let runs = 10_000

    static func run(_ report: Report) async throws {
        guard report.wants("engine.recovery_10000") else { return }
        let live = BenchFolder.path("recovery.db"), killed = BenchFolder.path("killed.db")
        for path in [live, killed] { EngineBench.remove(path) }
        defer { for path in [live, killed] { EngineBench.remove(path) } }
        var options = SQLiteStore.Options()
        options.idle = .seconds(3600)
        let store = try SQLiteStore(path: live, options: options)
        let hanging = HangingEcho(answers: 2)
        var samples: [Double] = [], processor: [Double] = []
        try await EngineBench.with(store, .fiveSteps, hanging) { engine in
            try await EngineBench.spread(runs, over: 256) { try await EngineBench.start(engine, $0) }
            await hanging.wait(for: runs)
            // The writer is idle and moves no log: the files are what a kill would leave.
            for suffix in ["", "-wal"] { try copy(live + suffix, killed + suffix) }
        }
        await store.close()
        for _ in 0..<3 {
            for suffix in ["", "-wal"] { try copy(killed + suffix, live + suffix) }
            let used = ProcessUse.processorSeconds
            samples.append(try await recover(live))
            processor.append(ProcessUse.processorSeconds - used)
        }
        let seconds = Samples(samples).median
        report.add(
            "engine.recovery_10000", seconds, "s", ratio: seconds / 2,
            method: "\(runs) runs with 2 outcomes and a call under way each, files as a kill leaves them: opening the database until the last "
                + "run has made its call again, median of 3; ratio to 2 s; \(Int(Samples(processor).median * 1000)) ms of processor time")
    }

    private static func recover(_ path: String) async throws -> Double {
        let clock = ContinuousClock()
        let start = clock.now
        let hanging = HangingEcho(answers: 0)
        let store = try SQLiteStore(path: path)
        let seconds = try await EngineBench.with(store, .fiveSteps, hanging) { engine in
            try await engine.recover()
            await hanging.wait(for: runs)
            return (clock.now - start).inSeconds
        }
        await store.close()
        return seconds
    }

    private static func copy(_ source: String, _ target: String) throws {
        let from = open(source, O_RDONLY), to = open(target, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        defer { for descriptor in [from, to] { close(descriptor) } }
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = read(from, &buffer, buffer.count)
            guard count >= 0, write(to, buffer, count) == count else { throw CopyFailed(file: source) }
            if count == 0 { return }
        }
    }

    private struct CopyFailed: Error { let file: String }
}

/// Answers the first calls of a run; the next one hangs until its task is cancelled.
private final class HangingEcho: Callable {
    private struct State {
        var hanging = 0
        var wanted = Int.max
        var waiter: CheckedContinuation<Void, Never>?
    }
    let name = "http"
    private let answers: Int
    private let state = Mutex(State())

    init(answers: Int) { self.answers = answers }

    /// Returns when so many calls hang.
    func wait(for count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.hanging >= count { return true }
                state.wanted = count
                state.waiter = continuation
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    func reach(of arguments: JSON) -> Reach { .read }

    func perform(_ invocation: Invocation) async -> Outcome {
        if let step = Int(invocation.request.step.dropFirst()), step < answers { return await PermittedEcho().perform(invocation) }
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            state.hanging += 1
            guard state.hanging >= state.wanted else { return nil }
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
        _ = await Mailbox<Void>().receive()
        return Outcome(.success([:]))
    }
}
