import ArgumentParser
import JSON
import Terminal
import Workspace

struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Make tokens for people and programs, list them, take them back.",
        subcommands: [TokenCreate.self, TokenList.self, TokenRevoke.self])
}

struct TokenCreate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Make a token and print it, this once.",
        discussion: "The server gets and keeps its hash only. Its holder uses it as RATCHET_TOKEN.")

    @Option(help: "What it may do: agent, viewer, operator, reviewer or admin.")
    var scope: String

    @Option(help: "Whose it is; shown in reviews and commits.")
    var name: String

    @Option(help: "Requests it may make, such as 120/min; else what its scope has.")
    var rate: RequestRate?

    @OptionGroup var options: ClientOptions

    func run() async throws {
        let session = try Session(options)
        let token = Token(random: SystemRandom.bytes(32))
        var body: JSON.Object = ["name": .string(name), "scope": .string(scope), "hash": .string(token.hash)]
        body["rate_per_minute"] = rate.map { .int(Int64($0.perMinute)) }
        var answer = try await session.api.post(["tokens"], .object(body)).object ?? [:]
        answer["token"] = .string(token.text)
        try session.show(.object(answer)) { _, _ in token.text + "\n" }
    }
}

struct TokenList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the tokens that were made, without the tokens.")

    @OptionGroup var options: ClientOptions

    func run() async throws {
        let session = try Session(options)
        let list = try await session.api.get(["tokens"])
        try session.show(list) { screen, now in RevisionPage.tokens(list.items("items"), on: screen, now: now) }
    }
}

struct TokenRevoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "revoke", abstract: "Take a token back: it works no more, at once.")

    @Argument(help: "The token's id, as `token list` shows it.")
    var id: String

    @OptionGroup var options: ClientOptions

    func run() async throws {
        let session = try Session(options)
        let answer = try await session.api.post(["tokens", id, "revoke"], [:])
        try session.show(answer) { _, _ in "revoked \(id)\n" }
    }
}

/// `120/min` or `2/s`.
struct RequestRate: Sendable, ExpressibleByArgument {
    let perMinute: Int

    init?(argument: String) {
        let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let unit = ["min": 1, "s": 60][String(parts[1])], let count = Int(parts[0]), count > 0 else { return nil }
        let (rate, isTooLarge) = count.multipliedReportingOverflow(by: unit)
        guard !isTooLarge, TokenSet.Holder.rates.contains(rate) else { return nil }
        perMinute = rate
    }
}
