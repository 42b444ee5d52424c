import JSON

extension Trouble {
    /// What a failure of the server means for a call of a tool.
    ///
    /// - Parameter document: what was sent, so that places in it can be shown.
    init(_ failure: BackendFailure, document: JSON? = nil) {
        switch failure {
        case .unavailable(let reason):
            self.init(
                code: "server_unavailable", headline: reason,
                advice: "check_skill and test_skill work without a server. The other tools work as soon as it is up; call again then.")
        case .refused(let status, let code, let message, let findings):
            self.init(
                code: code, headline: message.isEmpty ? "The server refused (status \(status), \(code))." : message,
                problems: findings.map { Problem(finding: $0, in: document) }, advice: Self.advice(code, status))
        }
    }

    private static func advice(_ code: String, _ status: Int) -> String? {
        switch code {
        case "unauthorized": "The token is not this server's. Start the sidecar in the workspace's folder, or set RATCHET_TOKEN; a person has to."
        case "scope": "Do not look for another way: a person does this, with `ratchet` or in the browser."
        case "policy": "Ask a person to allow it in ratchet.json; it counts at once. Do not look for another way."
        case "unknown_path":
            "This server has no such function yet. Give the document to a person: saved under its path and committed, `ratchet adopt` makes it live."
        case "unknown_skill": "list_skills tells the skills there are."
        case "unknown_loop": "list_loops tells the loops there are."
        case "unknown_run", "ambiguous_id", "id_too_short": "query_runs tells the runs there are, with their whole ids."
        case "unknown_proposal": "register_skill and propose_loop give the ids of proposals."
        case "stale_base": "Somebody changed it meanwhile. Call get_skill with detail full, make your change on that, and give its version as base."
        case "invalid_input": "get_skill tells the schema of the input, with an empty object where it has no required property."
        case "invalid_cursor": "List again without a cursor."
        case "idempotency_conflict": "The key was used with another input. Use a new key for new work."
        case "storage_full", "stopping": "Try again later; a person may have to look at the server."
        default: status == 404 ? "Look for it with the list tools; names are exact." : nil
        }
    }
}
