import Callables
import CivilTime
import Engine
import Git
import HTTPClient
import JSON
import Logging
import Loops
import Registry
import ServiceLifecycle
import Store
import Tuning
import UnixSignals
import Web
import Workspace

/// A whole server over one workspace: everything opened in the order it is needed.
struct Server: Sendable {
    let layout: WorkspaceLayout
    let store: SQLiteStore
    let settings: SettingsFile
    let registry: Registry
    let engine: Engine
    let scheduler: Scheduler
    let client: Client
    let tokens: TokenSet
    let secrets: SecretStore
    let time = SystemTime()
    let logger: Logger

    /// Opens the workspace. Nothing runs yet.
    /// - Throws: what is wrong and what to do, when the settings are broken, another server holds the workspace, or the database is
    ///   of a newer release.
    init(layout: WorkspaceLayout, environment: [String: String], logger: Logger) async throws {
        self.layout = layout
        self.logger = logger
        let settings = try SettingsFile(path: layout.settings)
        self.settings = settings
        try Files.makeFolder(layout.state)
        store = try SQLiteStore(path: layout.database, options: Engine.storeOptions)
        let files = TokenFiles(workspace: layout, environment: environment)
        let (owner, agent) = try files.load { SystemRandom.bytes(32) }
        tokens = TokenSet([(owner, .admin), (agent, .agent)])
        for token in try await store.tokens() where token.revokedAt == nil {
            guard let scope = Scope(rawValue: token.holder.scope) else { continue }
            tokens.add(hash: token.hash, TokenSet.Holder(id: token.holder.id, name: token.holder.name, scope: scope, rate: token.ratePerMinute))
        }
        secrets = try SecretStore(
            path: layout.secrets, keys: SealingKeys(tokens: files, environment: environment), environment: environment,
            random: { SystemRandom.bytes($0) })
        for entry in secrets.entries where !entry.isOpen {
            guard let problem = secrets.problem(of: entry.name) else { continue }
            logger.error("a secret cannot be used", metadata: ["problem": "\(problem)"])
        }
        let repository = try await Repository.open(layout.root)
        let zones = ZoneDirectory(path: environment["TZDIR"])
        let key = try SigningKeyFile(tokens: files).load { SystemRandom.bytes(32) }
        try await CommitSigning.prepare(repository, root: layout.root, key: key)
        registry = try Registry(repository: repository, store: store, zones: zones, key: key, time: time, logger: logger)
        client = try Client()
        let callables = BuiltinCallables.make(
            settings: { settings.current }, secrets: secrets, client: client, store: store, time: time
        )
        .adding(TuningCallables.make(registry: registry, store: store, policy: { settings.cautious.policy.changes }, time: time))
        engine = Engine(store: store, skills: registry, callables: callables, time: time, random: SystemRandom.word, logger: logger)
        scheduler = Scheduler(registry: registry, engine: engine, store: store, time: time, logger: logger)
    }

    /// Runs until a signal or the task's cancellation ends it; then no new call is made, calls under way get a few seconds, and what is
    /// left is resumed at the next start.
    func run(host: String, port: Int, also services: [any Service] = [], onReady: @escaping @Sendable (String) async -> Void) async throws {
        try await registry.load()
        try await registry.repair()
        let resumed = try await engine.recover()
        if resumed > 0 { logger.info("open runs resumed", metadata: ["runs": "\(resumed)"]) }
        let web = WebServer(
            host: host, port: port, engine: engine, registry: registry, scheduler: scheduler, store: store, tokens: tokens, secrets: secrets,
            settings: { [settings] in settings.cautious },
            info: ServerInfo(version: Ratchet.version, workspace: layout.root, startedAt: time.now(), processID: ProcessID.own), time: time, logger: logger,
            random: { SystemRandom.bytes($0) },
            onReady: { [layout, logger] host, port in
                let url = "http://\(host.contains(":") ? "[\(host)]" : host):\(port)"
                do {
                    try ServerFile(url: url, processID: ProcessID.own).write(layout)
                } catch {
                    logger.error("clients will not find this server", metadata: ["error": "\(error)"])
                }
                await onReady(url)
            })
        let all: [any Service] = [EngineService(engine: engine)] + services + [
            SettingsWatch(file: settings, time: time, logger: logger), RepositoryWatch(file: settings, registry: registry, time: time),
            SchedulerService(scheduler: scheduler), StorageWatch(store: store, time: time, logger: logger),
            RetentionService(store: store, settings: settings, time: time, logger: logger), web,
        ]
        var configuration = ServiceGroupConfiguration(
            services: all.map { .init(service: $0) }, gracefulShutdownSignals: [.sigterm, .sigint], cancellationSignals: [.sigquit], logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(10)
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch {
            await close()
            throw error
        }
        await close()
    }

    private func close() async {
        try? Files.remove(layout.server)
        await client.shutdown()
        await store.close()
    }
}
