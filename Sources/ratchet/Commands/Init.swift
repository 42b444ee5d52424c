import ArgumentParser
import Git
import JSON
import Registry
import Workspace

struct Init: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a workspace: settings, the shipped skills and loops, a first commit that is live.",
        discussion: "An existing git repository is used as it is. Files of yours are never overwritten.")

    @Argument(help: "The folder; made when it does not exist.", completion: .directory)
    var folder: String = "."

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let layout = WorkspaceLayout(root: Files.absolute(folder))
        let tokens = TokenFiles(workspace: layout, environment: Environment.all)
        let key = try SigningKeyFile(tokens: tokens).load { SystemRandom.bytes(32) }
        let commit = try await Founding.create(at: layout.root, key: key, now: SystemTime().now())
        _ = try tokens.load { SystemRandom.bytes(32) }
        if json {
            let result: JSON = ["workspace": .string(layout.root), "commit": .string(commit.description)]
            Output.line(result.text(.pretty))
        } else {
            Output.line("A new workspace in \(layout.root), live at \(commit.description.prefix(12)).")
            Output.line("Next: name your services in ratchet.json, then `ratchet serve --workspace \(folder)`.")
        }
    }
}
