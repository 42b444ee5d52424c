import JSON
import MCP
import Workspace

/// What registering a draft would come to, asked of the server as a dry run: it knows what is live, who calls it, and the policy.
struct Forecast {
    /// The live version of the draft's name, as `name@version`; nil when there is none.
    let live: String?
    /// The version the draft would get.
    let next: String?
    /// `live`, `pending`, `rejected` or `unchanged`.
    let outcome: String
    /// Why the policy decides so.
    let reasons: [String]
    /// What the draft may reach that the live version may not.
    let wider: [String]
    let problems: [Problem]

    /// Throws when there is no server to ask, or the caller may not propose; then nobody knows.
    init(of document: JSON, _ call: ToolCall) async throws(Trouble) {
        let name = try SkillComparison.name(of: document)
        let path = WorkspaceLayout.skillPath(name)
        let live = try await SkillComparison.liveSkill(name, call)
        let change: JSON = ["path": .string(path), "document": document, "base": .text(live?.text("version_id"))]
        let answer = try await call.post(["proposals"], ["changes": [change], "reason": "a check", "dry_run": true], about: document)
        self.live = live?.versionName("name")
        next = answer.items("versions").first { $0.text("path") == path }?.text("version").map { "\(name)@\($0)" }
        outcome = answer.text("status") ?? "pending"
        reasons = (answer["decision"]?.items("reasons") ?? []).compactMap(\.string)
        wider = SkillComparison.wider(from: live?["document"], to: document)
        problems = answer.items("problems").map { finding in
            // A change can be a problem in another file: of a caller that is left behind, say.
            guard let other = finding.text("path"), other != path else { return Problem(finding: finding, in: document) }
            var problem = Problem(finding: finding, in: nil)
            problem.message = "\(other): \(problem.message)"
            return problem
        }
    }

    var json: JSON {
        [
            "outcome": .string(outcome), "reasons": .array(reasons.map(JSON.string)), "live": .text(live), "next": .text(next),
            "wider": .array(wider.map(JSON.string)),
        ]
    }

    /// For a draft without problems.
    var sentence: String {
        let version = next.map { " as \($0)" } ?? ""
        switch outcome {
        case "live": return "Registered, it would be live at once\(version)."
        case "unchanged": return "It is what is live already (\(live ?? ""))."
        default: return "Registered\(version), it would wait for a person: \(reasons.joined(separator: "; "))."
        }
    }
}
