import JSON
import MCP
import SkillLanguage
import Workspace

/// `list_loops` and `propose_loop`.
enum LoopTools {
    static func list(_ call: ToolCall) async throws(Trouble) -> ToolResult {
        let loops: [JSON]
        if let name = call.text("loop") {
            loops = [try await call.get(["loops", name])]
        } else {
            loops = try await call.get(["loops"]).items("items")
        }
        let views = loops.map { loop -> JSON in
            var object: JSON.Object = ["loop": .string(loop.text("name") ?? "")]
            object["skill"] = .string("\(loop.text("skill") ?? "")@\(loop.text("range") ?? "")")
            let more = ["schedule", "input", "overlap", "catchup", "window", "next", "consecutive_failures", "version_id"]
            let keys = ["summary", "explanation", "next_at", "paused", "last_fire"] + (call.isFull ? more : [])
            for (key, value) in loop.members(keys) { object[key] = value }
            return .object(object)
        }
        return ToolResult(structured: ["loops": .array(views)])
    }

    static func propose(_ call: ToolCall) async throws(Trouble) -> ToolResult {
        let document = try call.document()
        let loop = try decoded(document, call)
        let live = await Neighbours.live(for: ["call": .string("skill:\(loop.skill)")], call.backend)
        let findings = live == nil ? [] : LoopCheck.findings(of: loop, among: live).filter { $0.severity == .error }
        guard findings.isEmpty else { throw unfit(findings, document) }
        let base = try await base(for: loop.name, call)
        let answer = try await Proposals.propose(document, at: WorkspaceLayout.loopPath(loop.name), base: base, call)
        return try Proposals.result(answer, ["loop": .string(loop.name)], document, call, again: "propose_loop")
    }

    /// The version id of what is replaced; null for a new loop.
    private static func base(for name: String, _ call: ToolCall) async throws(Trouble) -> JSON {
        if let base = call.text("base") { return .string(base) }
        let live: JSON
        do throws(BackendFailure) {
            live = try await call.backend.get("loops", name)
        } catch {
            if case .refused(404, "unknown_loop", _, _) = error { return .null }
            throw Trouble(error)
        }
        guard let id = live.text("version_id") else { return .null }
        throw Trouble(
            code: "base_missing", headline: "The loop \(name) is live, and the call does not say what it started from.",
            problems: [
                Problem(
                    code: "base_missing", pointer: "/base", message: "a change of a loop needs its base", found: "nothing",
                    repair: "if the document was made from the live loop (list_loops with detail full), give its version_id",
                    example: "\"base\": \(id.debugDescription)")
            ])
    }

    private static func decoded(_ document: JSON, _ call: ToolCall) throws(Trouble) -> LoopDocument {
        do throws(InvalidDocument) {
            return try LoopDecoder.decode(document, file: nil, zones: call.zones)
        } catch {
            throw unfit(error.findings, document)
        }
    }

    private static func unfit(_ findings: [Finding], _ document: JSON) -> Trouble {
        let count = findings.count == 1 ? "1 problem" : "\(findings.count) problems"
        return Trouble(
            code: "rejected", headline: "Not proposed: \(count).", problems: findings.map { Problem($0, in: document) },
            advice: "Repair all and call propose_loop again with the whole document.", consequence: "Nothing was committed.")
    }
}
