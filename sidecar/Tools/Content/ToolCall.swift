import CivilTime
import JSON
import MCP

/// One call of a tool at work. Arguments fit the tool's schema.
struct ToolCall: Sendable {
    let arguments: JSON.Object
    let backend: any Backend
    let zones: ZoneDirectory
    let context: CallContext

    func text(_ name: String) -> String? { arguments[name]?.string }

    func flag(_ name: String) -> Bool { arguments[name]?.bool ?? false }

    func count(_ name: String, standard: Int) -> Int { arguments[name]?.int.map(Int.init) ?? standard }

    /// Whether all there is was asked for.
    var isFull: Bool { text("detail") == "full" }

    /// A required argument of an object.
    func document() throws(Trouble) -> JSON {
        guard let document = arguments["document"], document.object != nil else { throw .argument("document", "it is missing") }
        return document
    }

    func get(_ path: [String], _ query: [(name: String, value: String?)] = []) async throws(Trouble) -> JSON {
        do throws(BackendFailure) {
            return try await backend.get(path, query.compactMap { item in item.value.map { (item.name, $0) } })
        } catch {
            throw Trouble(error)
        }
    }

    func post(_ path: [String], _ body: JSON, about document: JSON? = nil) async throws(Trouble) -> JSON {
        do throws(BackendFailure) { return try await backend.post(path, body) } catch { throw Trouble(error, document: document) }
    }
}

/// What the tools do, by their names.
typealias Work = @Sendable (ToolCall) async throws(Trouble) -> ToolResult

enum Works {
    /// Those that may become tasks, and how.
    static let tasks: [String: @Sendable (ToolCall) async throws(Trouble) -> TaskSnapshot] = ["run_skill": RunTasks.start]

    static let all: [String: Work] = [
        "list_skills": SkillListing.list, "get_skill": SkillListing.get, "check_skill": SkillTrial.check, "test_skill": SkillTrial.test,
        "diff_skill": SkillComparison.compare, "register_skill": SkillRegistration.register, "get_proposal": Proposals.get,
        "run_skill": RunTools.run, "get_run": RunTools.get, "query_runs": RunTools.query, "label_run": RunTools.label,
        "list_loops": LoopTools.list, "propose_loop": LoopTools.propose,
    ]
}
