import ArgumentParser
import JSON
import Terminal

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Hold the record of what went live against itself.", subcommands: [AuditVerify.self])
}

struct AuditVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Compute again what commits, proposals, reviews and versions say, and name what does not agree.",
        discussion: "Fails when anything does not.")

    @OptionGroup var options: ClientOptions

    func run() async throws {
        let session = try Session(options)
        let answer = try await session.api.post(["audit", "verify"], [:], wait: .seconds(600))
        try session.show(answer) { screen, _ in AuditPage.text(answer, on: screen) }
        if !AuditPage.isWhole(answer) { throw ExitCode.failure }
    }
}
