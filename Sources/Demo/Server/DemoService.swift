package import CivilTime
import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
import ServiceLifecycle

/// The service that the demo's skills look at: metrics and deploys of a made-up fleet and a chat channel, over HTTP; see `Routes`.
///
/// It prints nothing. What it received is in `ledger`, and `faults` can make requests go wrong.
package struct DemoService: Service {
    /// Where it listens.
    package struct Address: Sendable, Hashable {
        package let host: String
        package let port: Int
        /// Without a slash at the end.
        package var url: String { "http://\(host):\(port)" }
    }

    package let fleet: Fleet
    package let channel: ChatChannel
    package let ledger: Ledger
    package let faults = Faults()
    private let host: String
    private let port: Int
    private let now: @Sendable () -> Instant
    private let logger: Logger
    private let onReady: @Sendable (Address) async -> Void

    /// - Parameters:
    ///   - host: an address of this machine; by default only this machine can connect.
    ///   - port: 0 has a free one picked.
    ///   - now: the clock that requests are answered and written down by.
    ///   - onReady: called once, when connections are accepted.
    package init(
        fleet: Fleet, channel: ChatChannel, ledger: Ledger = Ledger(), host: String = "127.0.0.1", port: Int = 0,
        now: @escaping @Sendable () -> Instant, logger: Logger, onReady: @escaping @Sendable (Address) async -> Void = { _ in }
    ) {
        self.fleet = fleet
        self.channel = channel
        self.ledger = ledger
        self.host = host
        self.port = port
        self.now = now
        self.logger = logger
        self.onReady = onReady
    }

    /// Serves until graceful shutdown or cancellation; requests under way are finished first, save those that a fault holds up.
    /// Throws `DemoError.cannotListen`.
    package func run() async throws {
        let routes = Routes(fleet: fleet, channel: channel, ledger: ledger, faults: faults)
        let application = Application(
            responder: Responder(routes: routes, ledger: ledger, faults: faults, now: now),
            configuration: ApplicationConfiguration(address: .hostname(host, port: port), serverName: "ratchet-demo"),
            onServerRunning: { [host, port, onReady] in await onReady(Address(host: host, port: $0.localAddress?.port ?? port)) },
            logger: logger)
        do {
            try await application.run()
        } catch let error as IOError {
            throw DemoError.cannotListen(host: host, port: port, reason: "\(error)")
        }
    }
}
