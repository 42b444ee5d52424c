import JSON
import MCP
import SkillLanguage

/// `diff_skill`: a document against the live version of its name.
enum SkillComparison {
    static func compare(_ call: ToolCall) async throws(Trouble) -> ToolResult {
        let document = try call.document()
        let name = try name(of: document)
        guard let live = try await liveSkill(name, call) else {
            return ToolResult(
                structured: [
                    "skill": .string(name), "live": .null, "next": .null, "bump": "new", "reasons": [],
                    "wider": .array(reach(of: document).map(JSON.string)),
                    "differences": [], "total": 0,
                ])
        }
        let old = live["document"] ?? [:]
        let differences = Differences(from: old, to: document).found
        let changes = VersionChange.all(from: old, to: document)
        let bump = differences.isEmpty ? nil : changes.map(\.bump).max() ?? .patch
        let label = live.text("version").flatMap { SemanticVersion($0) }
        let next = bump.flatMap { bump in label.map { "\(name)@\($0.bumped(bump))" } }
        return ToolResult(
            structured: [
                "skill": .string(name), "live": .string(live.versionName("name")), "next": .text(next),
                "bump": .string(bump.map { "\($0)" } ?? "none"),
                "reasons": .array(changes.map { ["bump": .string("\($0.bump)"), "pointer": .string($0.pointer), "rule": .string($0.rule)] }),
                "wider": .array(wider(from: old, to: document).map(JSON.string)),
                "differences": .array(Array(differences.prefix(call.count("limit", standard: 100)))), "total": .count(differences.count),
            ])
    }

    /// The name a document gives itself.
    static func name(of document: JSON) throws(Trouble) -> String {
        guard let name = document["skill"]?.string, SkillName.isValid(name) else {
            throw Trouble(
                code: "unnamed", headline: "The document does not name its skill.",
                problems: [
                    Problem(
                        code: "E06", pointer: "/skill", message: "\"skill\" must be a name of a to z, 0 to 9 and _, beginning with a letter",
                        found: document["skill"]?.excerpt(120) ?? "nothing", repair: "name it after what it does", example: #""skill": "page_check""#)
                ])
        }
        return name
    }

    /// Nil when there is none of this name.
    static func liveSkill(_ name: String, _ call: ToolCall) async throws(Trouble) -> JSON? {
        do throws(BackendFailure) {
            return try await call.backend.get("skills", name)
        } catch {
            if case .refused(404, "unknown_skill", _, _) = error { return nil }
            throw Trouble(error)
        }
    }

    /// What a document may touch that the older one may not; nil is no document.
    static func wider(from old: JSON?, to new: JSON) -> [String] {
        let before = Set(old.map(reach) ?? [])
        return reach(of: new).filter { !before.contains($0) }
    }

    /// Everything in the world that a document may touch, a word each.
    private static func reach(of document: JSON) -> [String] {
        let permits = ["http", "models", "skills", "mcp", "tune"].flatMap { kind in
            (document["permits"]?.items(kind) ?? []).compactMap(\.string).map { "\(kind): \($0)" }
        }
        return permits + document.items("secrets").compactMap(\.string).map { "secret: \($0)" }
    }
}
