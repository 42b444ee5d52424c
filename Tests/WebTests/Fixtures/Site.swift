import CivilTime
import Engine
import Git
import JSON
import Logging
import Loops
import Registry
import Store
import Synchronization
import Workspace

@testable import Web

/// A whole server but for its sockets: repository, database, engine, and the API before them.
struct Site: Sendable {
    let directory: TemporaryDirectory
    let repository: Repository
    let store: SQLiteStore
    let registry: Registry
    let engine: Engine
    let scheduler: Scheduler
    let time: ManualTime
    let gate: Gate
    let settings: SettingsBox
    let backend: Backend
    let api: API

    static let port = 7411
    static let host = "127.0.0.1:7411"
    static let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

    static func token(_ scope: Scope) -> Token { Token(random: Array(repeating: UInt8(Scope.allCases.firstIndex(of: scope) ?? 9), count: 32)) }
    /// Tests ask as often as they like, but for agents.
    static let tokens: TokenSet = {
        let tokens = TokenSet([])
        for scope in Scope.allCases {
            let holder = TokenSet.Holder(
                id: token(scope).id, name: scope == .admin ? "owner" : scope.rawValue, scope: scope, rate: scope == .agent ? nil : 600_000)
            tokens.add(hash: token(scope).hash, holder)
        }
        return tokens
    }()

    /// Runs the engine while `body` runs.
    static func open(_ files: [String: String] = Documents.workspace, _ body: @Sendable @escaping (Site) async throws -> Void) async throws {
        let site = try await Site(files)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await site.engine.run() }
            group.addTask {
                defer {
                    site.gate.open()
                    site.engine.stop()
                }
                try await body(site)
            }
            try await group.waitForAll()
        }
        await site.store.close()
    }

    private init(_ files: [String: String]) async throws {
        directory = try TemporaryDirectory()
        repository = try await Repository.create(directory.path + "/workspace")
        store = try SQLiteStore(path: directory.path + "/ratchet.db")
        time = ManualTime()
        gate = Gate()
        settings = SettingsBox()
        guard let key = SigningKey(seed: Array(0..<32)) else { throw CancellationError() }
        registry = try Registry(repository: repository, store: store, zones: ZoneDirectory(), key: key, time: time, logger: Self.logger)
        let numbers = Numbers()
        engine = Engine(
            store: store, skills: registry, callables: CallableSet([Echo(), gate]), time: time, random: { numbers.next() }, logger: Self.logger)
        scheduler = Scheduler(registry: registry, engine: engine, store: store, time: time, logger: Self.logger)
        let info = ServerInfo(version: "9.9.9", workspace: directory.path + "/workspace", startedAt: time.now(), processID: 4711)
        backend = Backend(
            engine: engine, registry: registry, scheduler: scheduler, store: store, settings: settings.read, info: info, time: time,
            endings: RunEndings(engine: engine, time: time), events: EventLog(startedAt: info.startedAt, capacity: 64),
            liveChanges: LiveChanges(registry: registry, time: time),
            secrets: try SecretStore(
                path: directory.path + "/secrets.json", keys: SealingKeys(tokens: Self.files(directory.path), environment: [:]),
                environment: ["RATCHET_SECRET_GIVEN": "given-value"],
                random: { count in (0..<count).map { _ in UInt8(truncatingIfNeeded: numbers.next() >> 32) } }))
        api = API(
            hosts: HostCheck(bound: "127.0.0.1"), authentication: Authentication(tokens: Self.tokens, time: time), backend: backend,
            logger: Self.logger)
        let commit = try await land(files, signedBy: key)
        try await repository.update("refs/ratchet/live", from: nil, to: commit, by: attribution, reason: "test")
        try await registry.load()
    }

    private static func files(_ folder: String) -> TokenFiles {
        TokenFiles(workspace: WorkspaceLayout(root: folder), environment: ["RATCHET_CONFIG_DIR": folder + "/configuration"])
    }

    var attribution: Attribution { get throws { try Attribution(name: "Tester", email: "tester@example.com", time: time.now()) } }

    /// Commits files on `main`, as a person does; with a key, as Ratchet does what was decided on.
    @discardableResult
    func land(_ files: [String: String], signedBy key: SigningKey? = nil) async throws -> CommitID {
        let main = try await repository.commit(at: "refs/heads/main")
        let changes = files.map { Change.write($0.key, $0.value) }
        let message = key == nil ? "Change" : "Change\n\nRatchet-Policy: test"
        let sign = key.map { key -> @Sendable ([UInt8]) throws -> String in { try key.sign($0) } }
        let commit = try await repository.commit(on: main, changes: changes, message: message, author: try attribution, sign: sign)
        try await repository.update("refs/heads/main", from: main, to: commit, by: attribution, reason: "test")
        return commit
    }

    /// How acts with a token of the scope are recorded.
    static func signature(_ scope: Scope) -> String { "\(scope == .admin ? "owner" : scope.rawValue) (token \(token(scope).id))" }

    // MARK: requests

    func get(_ target: String, as scope: Scope? = .viewer) async -> Answer { await send("GET", target, as: scope) }

    func post(_ target: String, _ body: JSON = [:], as scope: Scope? = .operator) async -> Answer {
        await send("POST", target, body.bytes(.compact), as: scope)
    }

    func send(_ method: String, _ target: String, _ body: [UInt8] = [], as scope: Scope?) async -> Answer {
        await api.answer(Self.head(method, target, as: scope)) { body }
    }

    /// - Parameter target: below the prefix, with its query.
    static func head(_ method: String, _ target: String, as scope: Scope?) -> RequestHead {
        let parts = target.split(separator: "?", maxSplits: 1).map(String.init)
        return RequestHead(
            method: method, path: API.prefix + parts[0], query: parts.count > 1 ? parts[1] : nil, authority: host, origin: nil,
            authorization: scope.map { "Bearer \(token($0).text)" }, local: RequestHead.Endpoint(address: "127.0.0.1", port: port))
    }

    /// Starts a run of greet and waits until it has ended.
    @discardableResult
    func greet(_ name: String = "Ada") async -> String { await ended(await post("/runs", ["skill": "greet", "input": ["name": .string(name)]])) }

    /// The id of the run that was answered, once it has ended.
    func ended(_ answer: Answer) async -> String {
        let id = answer.json["id"]?.string ?? ""
        await engine.settled(id)
        return id
    }
}

extension Answer {
    var items: [JSON] { json["items"]?.array ?? [] }
    var code: String? { json["error"]?["code"]?.string }
    var message: String { json["error"]?["message"]?.string ?? "" }
    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}

/// Settings that a test may change under way.
final class SettingsBox: Sendable {
    private let settings = Mutex(Settings.empty)
    func change(_ edit: (inout Settings) -> Void) { settings.withLock { edit(&$0) } }
    func read() -> Settings { settings.withLock { $0 } }
}

/// The same numbers in every run of the tests, never twice.
final class Numbers: Sendable {
    private let last = Mutex<UInt64>(0)
    func next() -> UInt64 {
        last.withLock { last in
            last &+= 0x9E37_79B9_7F4A_7C15
            return last
        }
    }
}
