import CivilTime
import Engine
import Git
import JSON
import Logging
@testable import Registry
import Store
import Testing
import Workspace

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A workspace of one test, in a folder of its own, with a registry over it.
final class Ground: Sendable {
    let root: String
    let repository: Repository
    let store: SQLiteStore
    let registry: Registry
    let time = StillTime()

    init(files: [(path: String, bytes: [UInt8])] = NewWorkspace.files) async throws {
        var template = Array("/tmp/ratchet-registry-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        root = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        try await Founding.create(at: root, files: files, key: Self.key(), now: StillTime().now())
        repository = try await Repository.open(root)
        try Files.makeFolder(root + "/.ratchet")
        store = try SQLiteStore(path: root + "/.ratchet/ratchet.db")
        registry = try Registry(
            repository: repository, store: store, zones: ZoneDirectory(), key: Self.key(), time: time,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try await registry.load()
    }

    static func key() throws -> SigningKey { try #require(SigningKey(seed: Array(0..<32))) }

    /// Another registry over the same workspace and database, as after a restart.
    func restarted() async throws -> Registry {
        let registry = try Registry(
            repository: try await Repository.open(root), store: store, zones: ZoneDirectory(), key: Self.key(), time: time,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try await registry.load()
        return registry
    }

    /// Ends the test's use of the folder.
    func close() async {
        await store.close()
        var remover = pid_t()
        let words: [String] = ["rm", "-rf", root]
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        posix_spawnp(&remover, "rm", nil, nil, &arguments, environ)
        waitpid(remover, nil, 0)
        for argument in arguments { free(argument) }
    }

    /// A commit on `main` as a person would make it.
    @discardableResult
    func commit(_ changes: [Git.Change], message: String = "Change") async throws -> CommitID {
        let main = try RefName(WorkspaceLayout.mainRef)
        let base = try await repository.commit(at: main)
        let commit = try await repository.commit(on: base, changes: changes, message: message, author: try who)
        try await repository.update(main, from: base, to: commit, by: try who, reason: "commit")
        return commit
    }

    /// A commit on top of `base` as Ratchet writes them, on no branch.
    func attested(_ changes: [Git.Change], on base: CommitID? = nil) async throws -> CommitID {
        let top = if let base { base } else { try await repository.commit(at: try RefName(WorkspaceLayout.liveRef)) }
        return try await repository.commit(
            on: top, changes: changes, message: "Change\n\nRatchet-Policy: test", author: try who, sign: try Self.key().signer)
    }

    /// Points a ref somewhere, as `git update-ref` does; nil deletes it.
    func put(_ commit: CommitID?, on ref: RefName) async throws {
        let held = try await repository.commit(at: ref)
        if let commit {
            try await repository.update(ref, from: held, to: commit, by: try who, reason: "by hand")
        } else if let held {
            try await repository.delete(ref, from: held)
        }
    }

    var who: Attribution { get throws { try Attribution(name: "Kim", email: "kim@example.com", time: time.now()) } }

    static func skill(_ name: String, version: String? = nil, text: String = "hello", more: JSON.Object = [:]) -> JSON {
        var document: JSON.Object = ["language": 1, "skill": .string(name)]
        document["version"] = version.map(JSON.string)
        let rest: JSON.Object = [
            "summary": "A skill for a test.", "input": ["type": "object"],
            "output": ["type": "object", "properties": ["text": ["type": "string"]], "required": ["text"]],
            "steps": [["id": "say", "call": "echo", "with": ["text": .string(text)]]], "result": ["text": "${steps.say.text}"],
            "tests": [["name": "says it", "input": [:], "mocks": [:], "expect": ["output": ["text": .string(text)]]]],
        ]
        for (key, value) in rest { document[key] = value }
        for (key, value) in more { document[key] = value }
        return .object(document)
    }

    static func write(_ skill: JSON) -> Git.Change { .write(WorkspaceLayout.skillPath(skill["skill"]?.string ?? ""), skill.bytes(.pretty)) }
}

/// A clock that stands still.
struct StillTime: TimeSource {
    func now() -> Instant { Instant(milliseconds: 1_800_000_000_000) }
    func sleep(until instant: Instant) async {}
}
