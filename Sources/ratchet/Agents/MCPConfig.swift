import ArgumentParser
import Terminal
import Tools
import Workspace

struct MCPConfig: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Print or write a client's configuration for ratchet-sidecar.",
        discussion: """
            The configuration names this workspace, so the client may start the sidecar anywhere. For Claude Code, \
            `claude mcp add ratchet -- ratchet-sidecar` in the workspace's folder does the same.
            """)

    @Argument(help: "The client; json is the form that most others take.")
    var client: ClientSetup

    @Flag(help: "Write it into the client's file, whose other settings stay; the file as it was is kept beside it, with .backup behind its name.")
    var write = false

    @Flag(help: "With --write: print what the file would be, and leave it.")
    var dryRun = false

    @Flag(help: "Have live skills that the agent may run as tools of their own, too.")
    var skillsAsTools = false

    @OptionGroup var place: WorkspaceOption

    func run() async throws {
        let workspace = try place.layout()
        let command = ClientSetup.Command(
            sidecar: Self.sidecar, workspace: workspace.root, arguments: skillsAsTools ? ["--skills-as-tools"] : [])
        let file = client.file(home: Environment.all["HOME"] ?? "", workspace: workspace.root, isMac: Self.isMac)
        guard write else {
            try TextOutput.errors.line(file.map { "for \($0):" } ?? "for any client that takes JSON:")
            try TextOutput.standard.write(client.text(command))
            return
        }
        guard let file else { throw UsageFailure("json is no client's file; leave --write out and put it where the client wants it") }
        let old = try Files.read(file)
        guard let text = client.merged(into: old.map { String(decoding: $0, as: UTF8.self) } ?? "", command) else {
            throw CommandFailure("\(file) cannot be changed safely; put this into it yourself:\n\(client.text(command))")
        }
        guard !dryRun else { return try TextOutput.standard.write(text) }
        if let old, old == Array(text.utf8) { return try TextOutput.standard.line("\(file): ratchet is set up already") }
        if let old { try keep(old, of: file) }
        if old == nil { try Files.write(file, Array(text.utf8)) } else { try Files.replace(file, Array(text.utf8)) }
        try TextOutput.standard.line("\(file): ratchet is set up; restart the client")
    }

    /// The copy replaces the one before it.
    private func keep(_ bytes: [UInt8], of file: String) throws {
        let copy = file + ".backup"
        if Files.exists(copy) { try Files.replace(copy, bytes) } else { try Files.write(copy, bytes) }
    }

    /// The sidecar beside this program, else whatever the client finds by its name.
    private static var sidecar: String {
        let beside = Files.parent(of: Files.absolute(CommandLine.arguments.first ?? "")) + "/ratchet-sidecar"
        let installed = Files.parent(of: Files.absolute("/proc/self/exe")) + "/ratchet-sidecar"
        return [installed, beside].first(where: Files.exists) ?? "ratchet-sidecar"
    }

    private static var isMac: Bool {
        #if os(macOS)
            true
        #else
            false
        #endif
    }
}

extension ClientSetup: ExpressibleByArgument {}
