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

/// A database file of one test, and engines over it, one after the other.
final class Workbench: Sendable {
    let folder: String
    let time = ManualTime()
    let skills: StubSkills
    private let counter = Counter()

    init(_ skills: [JSON]) throws {
        var template = Array("/tmp/ratchet-engine-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Failure("test", "no temporary folder") }
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        self.skills = try StubSkills(skills)
    }

    deinit {
        for name in ["runs.db", "runs.db-wal", "runs.db-shm", "runs.db.lock"] { unlink("\(folder)/\(name)") }
        rmdir(folder)
    }

    /// Opens the store, recovers, runs `body`, then stops the engine and closes the store. When the calls under way never end, the
    /// engine is cut off as a crash would.
    func session<Value: Sendable>(
        _ callables: [any Callable], _ body: @Sendable (Engine) async throws -> Value
    ) async throws -> Value {
        let store = try SQLiteStore(path: folder + "/runs.db", options: Engine.storeOptions)
        let engine = Engine(
            store: store, skills: skills, callables: CallableSet(callables), time: time, random: counter.next,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let result: Result<Value, any Error> = await withTaskGroup(of: Void.self) { group in
            group.addTask { await engine.run() }
            let result: Result<Value, any Error>
            do {
                try await engine.recover()
                result = .success(try await body(engine))
            } catch {
                result = .failure(error)
            }
            group.cancelAll()
            return result
        }
        await store.close()
        return try result.get()
    }
}

extension Workbench {
    /// Uses the database while no engine does.
    func withStore(_ body: (SQLiteStore) async throws -> Void) async throws {
        let store = try SQLiteStore(path: folder + "/runs.db", options: Engine.storeOptions)
        try await body(store)
        await store.close()
    }

    /// Ends a run in the store behind the engine's back, as if its caller's end had been committed and its own had not.
    /// - Returns: the run it had called.
    func orphan(childOf id: String) async throws -> String {
        let store = try SQLiteStore(path: folder + "/runs.db")
        let parent = try await store.run(id)
        try await store.apply(
            RunTransition(
                run: parent.key, entries: [], change: .finished(state: .cancelled, output: nil, errorType: "cancelled", error: Array("{}".utf8)), at: time.now()))
        let child = try await store.children(of: parent.key.rowID).first?.id
        await store.close()
        return child ?? ""
    }
}

/// Skills that are live as the test says.
final class StubSkills: SkillSource {
    private let all: Mutex<[PublishedSkill]>
    private let withheld = Atomic(false)

    init(_ documents: [JSON]) throws { all = Mutex(try documents.map(Self.publish)) }

    static func publish(_ document: JSON) throws -> PublishedSkill {
        let skill = try SkillDecoder.decode(document)
        return PublishedSkill(skill: skill, id: ContentHash.of(document), label: skill.version ?? SemanticVersion(1, 0, 0), commit: nil)
    }

    /// Makes another version live; the one before stays loadable.
    func replace(_ document: JSON) throws {
        let published = try Self.publish(document)
        all.withLock { $0.insert(published, at: 0) }
    }

    /// Makes every version unknown, or known again.
    func withhold(_ isWithheld: Bool) { withheld.store(isWithheld, ordering: .relaxed) }

    var names: [String] { all.withLock { $0.map(\.skill.name) } }
    func live(_ name: String) -> PublishedSkill? { all.withLock { $0.first { $0.skill.name == name } } }
    func version(_ id: String) -> PublishedSkill? {
        withheld.load(ordering: .relaxed) ? nil : all.withLock { $0.first { $0.id == id } }
    }
}

/// A skill of these steps with an open input.
func skill(
    _ name: String, version: String = "1.0.0", steps: JSON, result: JSON = ["done": true], more: JSON.Object = [:]
) -> JSON {
    var document: JSON.Object = [
        "language": 1, "skill": .string(name), "version": .string(version), "summary": "A skill for a test.", "input": ["type": "object"],
        "output": ["type": "object"], "limits": ["duration": "1h", "calls": 1000], "steps": steps, "result": result,
        "tests": [["name": "none", "input": [:], "mocks": [:], "expect": ["ran": []]]],
    ]
    for (key, value) in more { document[key] = value }
    return .object(document)
}

/// Randomness for tests: 1, 2, 3, ...
private final class Counter: Sendable {
    private let last = Atomic<UInt64>(0)
    @Sendable func next() -> UInt64 { last.add(1, ordering: .relaxed).newValue }
}
