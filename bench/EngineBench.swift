import CivilTime
import Engine
import JSON
import Logging
import SkillLanguage
import Store
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// An engine over a database of its own.
enum EngineBench {
    /// Runs `body` with an engine over a fresh database.
    static func with<Value: Sendable>(
        _ skill: BenchSkill = .fiveSteps, _ callable: any Callable = PermittedEcho(), _ body: @Sendable (Engine) async throws -> Value
    ) async throws -> Value {
        let path = BenchFolder.path("engine.db")
        remove(path)
        defer { remove(path) }
        let store = try SQLiteStore(path: path)
        let value = try await with(store, skill, callable, body)
        await store.close()
        return value
    }

    static func with<Value: Sendable>(
        _ store: SQLiteStore, _ skill: BenchSkill, _ callable: any Callable, _ body: @Sendable (Engine) async throws -> Value
    ) async throws -> Value {
        let engine = Engine(
            store: store, skills: skill, callables: CallableSet([callable]), time: WallTime(), random: { UInt64.random(in: .min ... .max) },
            logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() })
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await engine.run() }
            let value = try await body(engine)
            engine.stop()
            group.cancelAll()
            return value
        }
    }

    /// One run from its start to its end.
    static func once(_ engine: Engine, _ number: Int) async throws {
        let run = try await start(engine, number)
        await engine.settled(run)
    }

    @discardableResult
    static func start(_ engine: Engine, _ number: Int) async throws -> RunRecord {
        guard let skill = engine.skills.names.first else { preconditionFailure("the bench has one skill") }
        return try await engine.start(StartRequest(skill: skill, input: ["n": .int(Int64(number))], trigger: .api))
    }

    /// `count` calls of `body` in `lanes` tasks.
    static func spread(_ count: Int, over lanes: Int, _ body: @escaping @Sendable (Int) async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in 0..<lanes {
                group.addTask { for number in stride(from: lane, to: count, by: lanes) { try await body(number) } }
            }
            try await group.waitForAll()
        }
    }

    static func remove(_ path: String) {
        for suffix in ["", "-wal", "-shm", ".lock"] { unlink(path + suffix) }
    }
}

struct WallTime: TimeSource {
    func now() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
    func sleep(until instant: Instant) async { try? await Task.sleep(for: instant - now()) }
}

/// Stands in for `http` without a network: checks the permit, answers with the arguments.
struct PermittedEcho: Callable {
    let name = "http"
    private static let text = JSON.string(String(repeating: "x", count: 120))

    func reach(of arguments: JSON) -> Reach { .read }
    func perform(_ invocation: Invocation) async -> Outcome {
        let path = invocation.arguments["url"]?.string ?? ""
        guard invocation.permits.allSatisfy({ $0.http.contains { $0.allows(method: "GET", origin: "https://api.example.com", path: path) } }) else {
            return Outcome(.failure(Failure("http.denied", path)))
        }
        return Outcome(.success(["status": 200, "body": ["n": invocation.arguments["n"] ?? .null, "text": Self.text]]))
    }
}
