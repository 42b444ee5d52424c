import ArgumentParser
import JSON
import Terminal

struct ReviewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review", abstract: "Look at proposed changes and decide on them.",
        discussion: "Deciding needs a token of scope reviewer that is not the proposer's: RATCHET_TOKEN, else the owner's.",
        subcommands: [
            ReviewList.self, ReviewShow.self, ReviewTry.self, ReviewApprove.self, ReviewReject.self, ReviewEdit.self, ReviewComment.self,
        ],
        defaultSubcommand: ReviewList.self)
}

/// The proposal that a command is about.
struct ProposalArgument: ParsableArguments {
    @Argument(help: "The proposal's id, or the beginning of it.")
    var id: String
}

struct ReviewList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List proposals; the open ones unless a state is named.")

    @Option(help: "open, live, rejected, superseded, expired, stale, or several with commas.")
    var state = "open"

    @Option(help: "How many.")
    var limit: Int?

    @OptionGroup var options: ClientOptions

    func run() async throws {
        let session = try Session(options)
        let list = try await session.api.get(["proposals"], [("state", state), ("limit", limit.map(String.init))])
        try session.show(list) { screen, now in ProposalPage.list(list.items("items"), on: screen, now: now) }
    }
}

struct ReviewShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Show a proposal: what changes, and what is known of it.")

    @OptionGroup var proposal: ProposalArgument
    @OptionGroup var options: ClientOptions

    func run() async throws {
        let session = try Session(options)
        let answer = try await session.api.get(["proposals", proposal.id])
        try session.show(answer) { screen, now in ProposalPage.text(answer, on: screen, now: now) }
    }
}

struct ReviewApprove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Approve a proposal as it is now.",
        discussion: "The approval is bound to the evidence; with --evidence it counts only when that is what you looked at.")

    @OptionGroup var proposal: ProposalArgument

    @Option(help: "The hash of the evidence you looked at; else that of now.")
    var evidence: String?

    @Option(help: "What there is to say.")
    var note: String?

    @OptionGroup var options: ClientOptions

    func run() async throws {
        let session = try Session(options)
        let shown = try await session.api.get(["proposals", proposal.id])
        var body: JSON.Object = ["evidence_hash": .string(evidence ?? shown.text("evidence_hash") ?? "")]
        body["note"] = note.map(JSON.string)
        let answer = try await session.api.post(["proposals", shown.text("id") ?? proposal.id, "approve"], .object(body))
        try session.show(answer) { _, _ in
            answer.text("state") == "live" ? "live at \((answer.text("commit") ?? "").prefix(12))\n" : "approved; it waits for more approvals\n"
        }
    }
}

struct ReviewReject: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "reject", abstract: "Reject a proposal.")

    @OptionGroup var proposal: ProposalArgument

    @Option(help: "Why; the proposer reads it.")
    var note: String?

    @OptionGroup var options: ClientOptions

    func run() async throws {
        let session = try Session(options)
        var body: JSON.Object = [:]
        body["note"] = note.map(JSON.string)
        let answer = try await session.api.post(["proposals", proposal.id, "reject"], .object(body))
        try session.show(answer) { _, _ in "rejected\n" }
    }
}

struct ReviewComment: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "comment", abstract: "Say something of a proposal without deciding.")

    @OptionGroup var proposal: ProposalArgument

    @Argument(help: "What there is to say.")
    var note: String

    @OptionGroup var options: ClientOptions

    func run() async throws {
        let session = try Session(options)
        let answer = try await session.api.post(["proposals", proposal.id, "comment"], ["note": .string(note)])
        try session.show(answer) { _, _ in "noted\n" }
    }
}
