import ArgumentParser

@main struct Ratchet: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "ratchet", abstract: "Recurring agent loops on skills that agents write themselves.", version: version,
        subcommands: [Serve.self, Init.self, DemoCommand.self] + ClientCommands.all + LanguageCommands.all)

    static func main() async { await runRatchet(Self.self) }
}
