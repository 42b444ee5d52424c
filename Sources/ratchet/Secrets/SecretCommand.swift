import ArgumentParser
import JSON
import Terminal

struct SecretCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "secret", abstract: "Set secrets, list their names, take them away. No command shows a value.",
        subcommands: [SecretSet.self, SecretList.self, SecretRemove.self, SecretReseal.self])
}

struct SecretSet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Seal a value under a name; the next call uses it.",
        discussion: """
            The value is read from standard input, from a file, or asked for without being shown. It is never an argument, which other
            programs could see. One newline at its end is not part of it.
            """)

    @Argument(help: "The name that skills declare: capital letters, digits and _.")
    var name: String

    @Option(help: "The file that holds the value.", completion: .file())
    var fromFile: String?

    @OptionGroup var options: ClientOptions

    func run() async throws {
        let session = try Session(options)
        let value = try SecretValue.read(fromFile: fromFile, name: name)
        let answer = try await session.api.post(["secrets"], ["name": .string(name), "value": .string(value)])
        try session.show(answer) { _, _ in SecretPage.line(answer) }
    }
}

struct SecretList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List secrets by name: where each comes from, and what uses it.",
        discussion: "Those that a live skill, a service or a model names and nobody has set are among them, as `missing`.")

    @OptionGroup var options: ClientOptions

    func run() async throws {
        let session = try Session(options)
        let list = try await session.api.get(["secrets"])
        try session.show(list) { screen, now in SecretPage.text(list.items("items"), on: screen, now: now) }
    }
}

struct SecretRemove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rm", abstract: "Forget a sealed secret.",
        discussion: "Where something live uses it, that is told and has to be confirmed.")

    @Argument(help: "The secret's name.")
    var name: String

    @Flag(help: "Only tell what uses it.")
    var dryRun = false

    @Flag(help: "Do it without asking.")
    var yes = false

    @OptionGroup var options: ClientOptions

    func run() async throws {
        let session = try Session(options)
        let found = try await session.api.post(["secrets", name, "remove"], ["dry_run": true])
        let users = SecretPage.users(found)
        if dryRun {
            let use = users.isEmpty ? "nothing live uses it" : "it is used by \(users)"
            try session.show(found) { _, _ in "\(name) would be forgotten; \(use)\n" }
            return
        }
        if !users.isEmpty { try Dialogue.confirm("\(name) is used by \(users). Forget it?", isGiven: yes) }
        let answer = try await session.api.post(["secrets", name, "remove"], [:])
        try session.show(answer) { _, _ in "forgot \(name)" + (users.isEmpty ? "\n" : "; calls of \(users) that need it fail now\n") }
    }
}

struct SecretReseal: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reseal", abstract: "Make a new sealing key and seal all secrets with it.",
        discussion: "With keys in RATCHET_SEALING_KEY, all are sealed with the first of them: put the new key before the old one, restart, reseal.")

    @OptionGroup var options: ClientOptions

    func run() async throws {
        let session = try Session(options)
        let answer = try await session.api.post(["secrets", "reseal"], [:])
        try session.show(answer) { _, _ in
            "\(Amounts.count(answer["secrets"]?.int ?? 0, "secret")) sealed with \(answer.text("key") ?? "")\n"
        }
    }
}
