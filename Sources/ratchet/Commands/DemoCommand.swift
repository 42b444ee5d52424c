import ArgumentParser
import Demo
import Logging
import Workspace

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "See it work: a small fleet that falls ill and recovers, watched by loops.",
        discussion: """
            Starts a demo fleet (metrics, deploys and a chat channel, all on this machine) and a server over a workspace in --folder, \
            where three loops check the fleet every 15 seconds. Starting it again goes on with the same history. Ctrl-C stops it.
            """)

    @Option(help: "The demo's workspace; made when it does not exist.", completion: .directory)
    var folder: String = "demo"

    @Option(help: "The port of the server; the next free one when it is taken.")
    var port: Int = 7420

    @Flag(help: "Show the server's log as well.")
    var verbose = false

    func run() async throws {
        let layout = WorkspaceLayout(root: Files.absolute(folder))
        let logger = Logger(label: "ratchet") { _ in LineLog(logLevel: verbose ? .debug : .warning) }
        let time = SystemTime()
        let fleetPort = FreePort.nearest(to: port + 1)
        let workspace = try await DemoWorkspace.prepare(layout, fleetPort: fleetPort, now: time.now())
        let channel = try ChatChannel(file: layout.state + "/channel.jsonl") { message in
            DemoScreen.show(message)
        }
        let fleet = DemoService(
            fleet: Fleet(seed: workspace.seed, startedAt: workspace.startedAt), channel: channel, port: fleetPort, now: { time.now() }, logger: logger)
        let server = try await Server(layout: layout, environment: Environment.all, logger: logger)
        let screen = DemoScreen(engine: server.engine, store: server.store)
        try await server.run(host: "127.0.0.1", port: FreePort.nearest(to: port, except: fleetPort), also: [fleet, screen]) { url in
            Output.line("ratchet \(Ratchet.version) serves \(layout.root) at \(url)")
            Output.line(DemoScreen.introduction(folder: folder))
        }
    }
}
