import ArgumentParser

/// Tries the product on what strangers might write. For whoever works on Ratchet; it is not installed.
@main struct RatchetFuzz: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ratchet-fuzz", abstract: "Try Ratchet's readers on damaged and random inputs.",
        subcommands: [RunCommand.self, LastCommand.self, DifferentialCommand.self], defaultSubcommand: RunCommand.self)
}
