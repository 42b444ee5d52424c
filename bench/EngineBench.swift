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

/// An engine over a fresh database with one five-step skill: each step is a template with an expression, a permit check, a journal
/// entry; then the result against its schema.
struct EngineBench {
    static let steps = 5

    static func with<Value: Sendable>(_ body: @Sendable (Engine) async throws -> Value) async throws -> Value {
        let path = BenchFolder.path("engine.db")
        let files = ["", "-wal", "-shm", ".lock"].map { path + $0 }
        for file in files { unlink(file) }
        defer { for file in files { unlink(file) } }
        let store = try SQLiteStore(path: path)
        let engine = Engine(
            store: store, skills: try FiveSteps(), callables: CallableSet([PermittedEcho()]), time: WallTime(), random: { UInt64.random(in: .min ... .max) },
            logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() })
        let value = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await engine.run() }
            let value = try await body(engine)
            engine.stop()
            group.cancelAll()
            return value
        }
        await store.close()
        return value
    }

    static func once(_ engine: Engine, _ number: Int) async throws {
        let run = try await engine.start(StartRequest(skill: "five_steps", input: ["n": .int(Int64(number))], trigger: .api))
        await engine.settled(run.id)
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
    func reach(of arguments: JSON) -> Reach { .read }
    func perform(_ invocation: Invocation) async -> Outcome {
        let path = invocation.arguments["url"]?.string ?? ""
        guard invocation.permits.allSatisfy({ $0.http.contains { $0.allows(method: "GET", origin: "https://api.example.com", path: path) } }) else {
            return Outcome(.failure(Failure("http.denied", path)))
        }
        return Outcome(.success(["status": 200, "body": ["n": invocation.arguments["n"] ?? .null, "text": .string(String(repeating: "x", count: 120))]]))
    }
}

struct FiveSteps: SkillSource {
    private let published: PublishedSkill

    init() throws {
        let steps = (0..<EngineBench.steps).map { i -> JSON in
            let before = i == 0 ? "${input.n}" : "${steps.s\(i - 1).n + 1.0}"
            return [
                "id": .string("s\(i)"), "call": "http", "with": ["url": .string("/v1/items/${input.n}"), "n": .string(before)],
                "as": ["n": "${out.body.n}"],
            ]
        }
        let document: JSON = [
            "language": 1, "skill": "five_steps", "version": "1.0.0", "summary": "Five steps for the benchmark.",
            "input": ["type": "object", "properties": ["n": ["type": "integer"]], "required": ["n"]],
            "output": ["type": "object", "properties": ["n": ["type": "number"]], "required": ["n"]],
            "permits": ["http": ["GET https://api.example.com/v1/*"]], "steps": .array(steps), "result": ["n": "${steps.s4.n}"],
            "tests": [["name": "none", "input": ["n": 1], "mocks": [:], "expect": ["ran": []]]],
        ]
        published = PublishedSkill(skill: try SkillDecoder.decode(document), id: ContentHash.of(document), label: SemanticVersion(1, 0, 0), commit: nil)
    }

    var names: [String] { ["five_steps"] }
    func live(_ name: String) -> PublishedSkill? { published }
    func version(_ id: String) -> PublishedSkill? { published }
}
