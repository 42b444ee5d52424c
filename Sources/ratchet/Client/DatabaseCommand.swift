import ArgumentParser
import JSON
import Terminal
import Workspace

struct DatabaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "db", abstract: "Copy, check and shrink the database.",
        subcommands: [DatabaseBackup.self, DatabaseVerify.self, DatabaseCompact.self, DatabasePrune.self])
}

struct DatabaseBackup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copy the database while the server runs, and check the copy.")

    @Argument(help: "The file to write; there must be none yet.", completion: .file())
    var file: String

    @OptionGroup var options: ClientOptions

    func run() async throws {
        let session = try Session(options)
        let answer = try await session.api.post(["db", "backup"], ["path": .string(Files.absolute(file))], wait: .seconds(3600))
        try session.show(answer) { _, _ in
            "wrote \(answer.text("path") ?? file): \(Amounts.count(answer["bytes"]?.int ?? 0, "byte")), \(Amounts.count(answer["runs"]?.int ?? 0, "run"))\n"
        }
    }
}

struct DatabaseVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Check the whole database: structure, references, journals, bodies.")

    @OptionGroup var options: ClientOptions

    func run() async throws {
        let session = try Session(options)
        let answer = try await session.api.post(["db", "verify"], [:], wait: .seconds(3600))
        let problems = answer.items("problems").compactMap(\.string)
        try session.show(answer) { _, _ in
            let size = "\(Amounts.count(answer["runs"]?.int ?? 0, "run")), \(Amounts.count(answer["journal_entries"]?.int ?? 0)) journal entries"
            return problems.isEmpty ? "all is well: \(size)\n" : problems.map { $0.harmlessLine + "\n" }.joined()
        }
        if !problems.isEmpty { throw ExitCode.failure }
    }
}

struct DatabaseCompact: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compact", abstract: "Give room that is free in the database's file back to the file system.")

    @OptionGroup var options: ClientOptions

    func run() async throws {
        let session = try Session(options)
        let answer = try await session.api.post(["db", "compact"], [:], wait: .seconds(3600))
        try session.show(answer) { _, _ in "freed \(Amounts.count(answer["freed_bytes"]?.int ?? 0, "byte"))\n" }
    }
}

struct DatabasePrune: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune", abstract: "Take out old runs, by the retention of ratchet.json or by the one given.")

    @Option(help: "Take out runs that ended more than this many days ago.")
    var days: Int?

    @Option(name: .customLong("per-skill"), help: "Keep only this many of the latest runs of each skill.")
    var perSkill: Int?

    @Flag(name: .customLong("dry-run"), help: "Only count.")
    var dryRun = false

    @OptionGroup var options: ClientOptions

    func run() async throws {
        let session = try Session(options)
        var body: JSON.Object = ["dry_run": .bool(dryRun)]
        body["days"] = days.map { .int(Int64($0)) }
        body["per_skill"] = perSkill.map { .int(Int64($0)) }
        var runs: Int64 = 0
        var answer: JSON
        repeat {
            answer = try await session.api.post(["db", "prune"], .object(body), wait: .seconds(600))
            runs += answer["runs"]?.int ?? 0
        } while answer["more"]?.bool == true
        try session.show(["runs": .int(runs), "dry_run": .bool(dryRun)]) { _, _ in
            dryRun ? "\(Amounts.count(runs, "run")) would go, with all below\n" : "took out \(Amounts.count(runs, "run"))\n"
        }
    }
}
