import ArgumentParser
import JSON
import Terminal
import Workspace

struct ReviewEdit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Change a proposal: in $VISUAL or $EDITOR, or by a file.",
        discussion: "It gets new evidence, approvals given before count no more, and whoever edits cannot approve it.")

    @OptionGroup var proposal: ProposalArgument

    @Option(help: "Which of its documents, when it has several.")
    var path: String?

    @Option(help: "The new document; else an editor is opened with the one that is proposed.", completion: .file(extensions: ["json"]))
    var file: String?

    @OptionGroup var options: ClientOptions

    func run() async throws {
        let session = try Session(options)
        let shown = try await session.api.get(["proposals", proposal.id])
        var changes = shown.items("changes")
        let places = changes.indices.filter { path == nil ? changes[$0].value("document") != nil : changes[$0].text("path") == path }
        guard places.count == 1, let place = places.first else {
            let known = changes.compactMap { $0.text("path") }.joined(separator: ", ")
            throw UsageFailure("name one of the documents with --path: \(known)".harmlessLine)
        }
        let document = try file.map { try DocumentSource($0).inlined() } ?? edited(changes[place]["document"] ?? .null, in: session)
        guard document != changes[place]["document"] else { throw CommandFailure("nothing was changed") }
        var change = changes[place].object ?? [:]
        change["document"] = document
        changes[place] = .object(change)
        let id = shown.text("id") ?? proposal.id
        let answer = try await session.api.post(["proposals", id, "edit"], ["changes": .array(changes)], accepting: [422])
        try session.show(answer) { screen, _ in ProposalPage.result(answer, on: screen) }
        if answer.text("status") == "rejected" { throw ExitCode.failure }
    }

    private func edited(_ document: JSON, in session: Session) throws -> JSON {
        let draft = session.workspace.state + "/edit-\(ProcessID.own).json"
        try Files.write(draft, document.bytes(.pretty), mode: 0o600)
        defer { try? Files.remove(draft) }
        try Editor(environment: Environment.all).open(draft)
        let bytes = try Files.read(draft) ?? []
        do {
            return try JSON(parsing: bytes)
        } catch {
            throw CommandFailure("what was written is not JSON, at \(error.position.line):\(error.position.column): \(error.message)")
        }
    }
}
