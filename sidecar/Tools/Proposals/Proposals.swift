import JSON
import MCP

/// Changes on their way to be live: `get_proposal`, and what `register_skill` and `propose_loop` share.
enum Proposals {
    static func get(_ call: ToolCall) async throws(Trouble) -> ToolResult {
        let id = call.text("proposal") ?? ""
        let answer = try await call.get(["proposals", id])
        var object: JSON.Object = ["proposal": .string(answer.text("id") ?? answer.text("proposal") ?? id)]
        object["status"] = .string(answer.text("status") ?? answer.text("state") ?? "unknown")
        for (key, value) in answer.object ?? [:] where !["id", "proposal", "status", "state"].contains(key) {
            object[key] = call.isFull ? value : value.shortened(to: 600)
        }
        return ToolResult(structured: .object(object))
    }

    /// Sends the one change of a call to the door for all changes.
    static func propose(_ document: JSON, at path: String, base: JSON, _ call: ToolCall) async throws(Trouble) -> JSON {
        let change: JSON = ["path": .string(path), "document": document, "base": base]
        var body: JSON.Object = [
            "changes": [change], "reason": .string(call.text("reason") ?? ""), "dry_run": .bool(call.flag("dry_run")),
        ]
        body["model"] = call.arguments["model"]
        return try await call.post(["proposals"], .object(body), about: document)
    }

    /// - Parameters:
    ///   - subject: the member that names what was proposed.
    ///   - again: the tool to call after a repair.
    static func result(
        _ answer: JSON, _ subject: JSON.Object, _ document: JSON, _ call: ToolCall, again: String
    ) throws(Trouble) -> ToolResult {
        let problems = answer.items("problems").map { Problem(finding: $0, in: document) }
        let status = answer.text("status") ?? "pending"
        if status == "rejected" {
            let count = problems.count == 1 ? "1 problem" : "\(problems.count) problems"
            throw Trouble(
                code: "rejected", headline: "Not registered: \(count).", problems: problems,
                advice: "Repair all and call \(again) again with the whole document.",
                consequence: "Nothing was committed; what was live stays live.")
        }
        let id = answer.value("proposal").map { $0.string ?? $0.text("id") } ?? nil
        var object = subject
        object["status"] = .string(status)
        object["proposal"] = .text(id)
        object["versions"] = answer["versions"] ?? .null
        object["problems"] = problems.json
        object["reasons"] = answer["decision"]?.value("reasons")
        object["dry_run"] = .bool(call.flag("dry_run"))
        let text = sentence(status, id, call.flag("dry_run")) + "\n\n" + JSON.object(object).text(.compact)
        return ToolResult([.text(text)], structured: .object(object))
    }

    private static func sentence(_ status: String, _ id: String?, _ isDry: Bool) -> String {
        if isDry { return "A dry run: it would be \(status). Nothing was committed." }
        switch status {
        case "live": return "It is live: runs that start from now on use it."
        case "unchanged": return "It is what is live already; nothing was committed."
        default:
            let ask = "get_proposal" + (id.map { " \($0)" } ?? "")
            return "It waits for a person; until then what was live stays live. \(ask) tells when it was decided."
        }
    }
}
