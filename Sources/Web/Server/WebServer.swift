package import Engine
import Hummingbird
import HummingbirdCore
package import Logging
package import Loops
import NIOCore
package import Registry
import ServiceLifecycle
package import Store
package import Workspace

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Serves the HTTP API of a workspace's server.
package struct WebServer: Service {
    private let host: String
    private let port: Int
    private let api: API
    private let tools: ToolEndpoint?
    private let logger: Logger
    private let onReady: @Sendable (_ host: String, _ port: Int) async -> Void

    /// - Parameters:
    ///   - host: an address or a name of this machine.
    ///   - port: 0 has a free one picked.
    ///   - settings: asked anew for each decision, so that a change of the settings counts at once.
    ///   - random: bytes nobody can guess, for sessions at `/mcp`.
    ///   - onReady: called once, when connections are accepted, with the host as given and the port in use.
    package init(
        host: String, port: Int, engine: Engine, registry: Registry, scheduler: Scheduler, store: any Store, tokens: TokenSet, secrets: SecretStore,
        settings: @escaping @Sendable () -> Settings, info: ServerInfo, time: any TimeSource, logger: Logger,
        random: @escaping @Sendable (_ count: Int) -> [UInt8],
        onReady: @escaping @Sendable (_ host: String, _ port: Int) async -> Void = { _, _ in }
    ) {
        let backend = Backend(
            engine: engine, registry: registry, scheduler: scheduler, store: store, settings: settings, info: info, time: time,
            endings: RunEndings(engine: engine, time: time), events: EventLog(startedAt: info.startedAt),
            liveChanges: LiveChanges(registry: registry, time: time), secrets: secrets)
        let api = API(hosts: HostCheck(bound: host), authentication: Authentication(tokens: tokens, time: time), backend: backend, logger: logger)
        let tools = ToolEndpoint(api: api, time: time, random: random)
        self.init(host: host, port: port, api: api, tools: tools, logger: logger, onReady: onReady)
    }

    init(
        host: String, port: Int, api: API, tools: ToolEndpoint? = nil, logger: Logger,
        onReady: @escaping @Sendable (_ host: String, _ port: Int) async -> Void
    ) {
        self.tools = tools
        self.host = host
        self.port = port
        self.api = api
        self.logger = logger
        self.onReady = onReady
    }

    /// Serves until graceful shutdown or cancellation. At a graceful shutdown no more connections are taken, requests under way are
    /// answered, and those that wait for a run to end are answered at once. Throws `WebError.cannotListen`.
    package func run() async throws {
        let application = Application(
            responder: Responder(api: api, tools: tools), server: .http1(configuration: .init(idleTimeout: .seconds(120))),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port), availableConnectionsDelegate: MaximumAvailableConnections(Self.mostConnections)),
            onServerRunning: { [host, port, onReady] in await onReady(host, $0.localAddress?.port ?? port) },
            logger: quiet)
        let watching = Task { [tools] in await tools?.watch() }
        defer { watching.cancel() }
        do {
            try await withGracefulShutdownHandler {
                try await application.run()
            } onGracefulShutdown: { [tools] in
                watching.cancel()
                tools?.close()
            }
        } catch let error as IOError {
            throw WebError.cannotListen(host: host, port: port, reason: Self.reason(error))
        } catch let error as SocketAddressError {
            throw WebError.cannotListen(host: host, port: port, reason: "no such host (\(error))")
        }
    }

    /// Beyond them, clients wait in the system's queue; files and the database always find descriptors.
    private static let mostConnections = 512

    /// The library below tells its own starts and stops at `info`; the command tells the address itself.
    private var quiet: Logger {
        var logger = logger
        logger.logLevel = max(logger.logLevel, .warning)
        return logger
    }

    private static func reason(_ error: IOError) -> String {
        switch error.errnoCode {
        case EADDRINUSE: "the port is in use"
        case EADDRNOTAVAIL: "the address is none of this machine's"
        case EACCES: "the user may not use this port; ports below 1024 are the system's"
        default: "\(error)"
        }
    }
}
