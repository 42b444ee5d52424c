import ArgumentParser
import JSON
import Terminal

struct AnswerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "answer", abstract: "Answer what waits for a person.",
        discussion: """
            A form is filled in with --set, --value or --file; on a terminal, with none of them, each field is asked for. \
            A call whose outcome is unknown takes --retry, --failed or --done. The first answer counts.
            """)

    @Argument(help: "The question's id.", completion: .custom(Completions.questions))
    var id: String

    @Option(help: ArgumentHelp("A field of the form. May be given several times.", valueName: "field=value"))
    var set: [String] = []

    @Option(help: ArgumentHelp("The answer as a whole, or, with --done, what the call gave.", valueName: "json|@file|@-"))
    var value: InputArgument?

    @Option(help: "A file with the answer as a whole.", completion: .file())
    var file: String?

    @Flag(help: "Refuse to answer: the call fails with human.cancelled.")
    var decline = false

    @Option(help: "Why it is declined.")
    var reason: String?

    @Flag(help: "A call whose outcome is unknown: it did not happen, make it.")
    var retry = false

    @Flag(help: "A call whose outcome is unknown: let it fail.")
    var failed = false

    @Flag(help: "A call whose outcome is unknown: it happened.")
    var done = false

    @Flag(help: "Let an agent make the call it asks for.")
    var approve = false

    @OptionGroup var options: ClientOptions

    func validate() throws {
        let kinds = [!set.isEmpty || (value != nil || file != nil) && !done, decline, retry, failed, done, approve].count { $0 }
        if kinds > 1 { throw ValidationError("give one answer: fields, --decline, --retry, --failed, --done or --approve") }
        let forms = [!set.isEmpty, value != nil, file != nil].count { $0 }
        if forms > 1 { throw ValidationError("--set, --value and --file exclude each other") }
        if reason != nil, !decline { throw ValidationError("--reason goes with --decline") }
    }

    func run() async throws {
        let whole = try (file.flatMap { InputArgument(argument: "@" + $0) } ?? value)?.document()
        let session = try Session(options)
        let body: JSON.Object
        if let given = given(whole) {
            body = given
        } else {
            body = try form(try await session.api.get(["inbox", id]))
        }
        let answer = try await session.api.post(["inbox", id, "answer"], .object(body))
        try session.show(answer) { _, _ in "answered\(answer.text("run_id").map { "; run \($0) goes on" } ?? "")\n".harmlessText }
    }

    /// What the command line says without a look at the question.
    private func given(_ whole: JSON?) -> JSON.Object? {
        var body: JSON.Object = [:]
        if decline {
            body["declined"] = true
            body["reason"] = reason.map(JSON.string)
        } else if retry {
            body["decision"] = "retry"
        } else if failed {
            body["decision"] = "fail"
        } else if approve {
            body["decision"] = "approve"
        } else if done {
            body["decision"] = "done"
            body["value"] = whole
        } else if let whole {
            body["value"] = whole
        } else {
            return nil
        }
        return body
    }

    private func form(_ question: JSON) throws -> JSON.Object {
        let fields = FormField.fields(of: question["response"])
        if !set.isEmpty { return ["value": .object(try AnswerForm.assigned(set, fields ?? []))] }
        guard question.text("kind") == "human" else {
            throw UsageFailure("\(id) takes \(InboxPage.commands(for: question).joined(separator: "; "))")
        }
        guard Dialogue.isPossible else {
            let wanted = fields?.map { "--set \($0.name)=…" }.joined(separator: " ") ?? "--value JSON"
            throw UsageFailure("say what the answer is: \(wanted), or --decline".harmlessLine)
        }
        if let prompt = question.text("prompt") { try TextOutput.errors.line(prompt.harmlessText) }
        return ["value": try AnswerForm.asked(fields)]
    }
}

/// How a person fills in a form.
enum AnswerForm {
    /// `field=value` texts, read as the form's fields want them; one that the form does not have is a text.
    static func assigned(_ texts: [String], _ fields: [FormField]) throws -> JSON.Object {
        var object: JSON.Object = [:]
        for text in texts {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, !parts[0].isEmpty else { throw UsageFailure("--set takes FIELD=VALUE, not \"\(text)\"") }
            let field = fields.first { $0.name == parts[0] }
            do {
                object[parts[0]] = try field?.value(of: parts[1]) ?? .string(parts[1])
            } catch {
                throw UsageFailure("\(error)")
            }
        }
        return object
    }

    /// Asks for each field until it is right. A form without fields is asked for as JSON.
    static func asked(_ fields: [FormField]?) throws -> JSON {
        guard let fields else {
            guard let text = try Dialogue.ask("the answer, as JSON") else { throw CommandFailure("no answer was given") }
            return try JSON(parsing: Array(text.utf8))
        }
        var object: JSON.Object = [:]
        for field in fields {
            while true {
                guard let text = try Dialogue.ask(field.label) else { throw CommandFailure("no answer was given") }
                if text.isEmpty, field.mayBeEmpty { break }
                do {
                    object[field.name] = try field.value(of: text)
                    break
                } catch {
                    try TextOutput.errors.line("\(error)")
                }
            }
        }
        return .object(object)
    }
}
