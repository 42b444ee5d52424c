import ArgumentParser

@main struct Ratchet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ratchet", abstract: "Recurring agent loops on skills that agents write themselves.", version: "0.1.0")
}
