import JSON
import Store

/// What waits for a person, as the API shows it.
enum InboxJSON {
    static func summary(_ wait: WaitRecord) throws(JSON.ParseError) -> JSON {
        let request = try JSON(stored: wait.request)
        return .object(summary(wait, request))
    }

    /// The summary, and what is needed to answer.
    /// - Parameter callable: what a call whose outcome is unknown calls.
    static func detail(_ wait: WaitRecord, callable: String?) throws(JSON.ParseError) -> JSON {
        let request = try JSON(stored: wait.request)
        var object = summary(wait, request)
        object["callable"] = .text(callable)
        object["response"] = wait.kind == .human ? request["response"] ?? .null : .null
        object["request"] = request
        object["answer"] = try wait.resolution.map { (resolution) throws(JSON.ParseError) in
            ["at": .time(resolution.at), "by": .string(resolution.by), "body": try JSON(stored: resolution.body)]
        } ?? .null
        return .object(object)
    }

    private static func summary(_ wait: WaitRecord, _ request: JSON) -> JSON.Object {
        [
            "id": .string(wait.id), "kind": .string(wait.kind.rawValue), "state": .string(wait.state.rawValue), "run_id": .string(wait.runID),
            "skill": .string(wait.skill), "step": .string(wait.step), "path": .string(wait.call.path), "attempt": .count(wait.call.attempt),
            "opened_at": .time(wait.openedAt), "until": .time(wait.until), "prompt": .text(wait.kind == .human ? prompt(request) : nil),
            "assign": .text(names(request["assign"])), "notify": .text(names(request["notify"])), "subject": .string(wait.skill),
            "summary": .string(question(wait, request)), "command": .string("ratchet answer \(wait.id)"),
        ]
    }

    /// One name or several, as one text.
    private static func names(_ value: JSON?) -> String? { value?.string ?? value?.array?.compactMap(\.string).joined(separator: ", ") }

    private static func question(_ wait: WaitRecord, _ request: JSON) -> String {
        switch wait.kind {
        case .human: prompt(request) ?? "an answer is asked for"
        case .unknown: "the server ended while this call was under way: it may or may not have happened"
        case .toolApproval: "an agent asks for leave to make this call"
        case .event: "an event"
        }
    }

    private static func prompt(_ request: JSON) -> String? { request["prompt"].map { $0.string ?? $0.text(.compact) } }
}
