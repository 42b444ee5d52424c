import ArgumentParser
import Logging
import Workspace

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the server of a workspace: its loops, its runs and its API.",
        discussion: "Stops on Ctrl-C or SIGTERM: calls under way get a few seconds, everything else is resumed at the next start.")

    @OptionGroup var place: WorkspaceOption

    @Option(help: "The port to listen on; 0 picks a free one.")
    var port: Int = 7420

    @Option(help: "The address to listen on.")
    var host: String = "127.0.0.1"

    @Option(help: "How much is logged.")
    var logLevel: LogLevel = .info

    func validate() throws {
        guard (0...65535).contains(port) else { throw ValidationError("\(port) is not a port: give 0 to 65535") }
    }

    func run() async throws {
        let layout = try place.layout()
        let logger = Logger(label: "ratchet") { _ in LineLog(logLevel: logLevel.level) }
        let server = try await Server(layout: layout, environment: Environment.all, logger: logger)
        try await server.run(host: host, port: port) { url in
            Output.line("ratchet \(Ratchet.version) serves \(layout.root) at \(url)")
        }
    }
}

enum LogLevel: String, CaseIterable, ExpressibleByArgument {
    case trace, debug, info, notice, warning, error

    var level: Logger.Level { Logger.Level(rawValue: rawValue) ?? .info }
}
