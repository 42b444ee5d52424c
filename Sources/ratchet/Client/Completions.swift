import JSON
import Terminal
import Workspace

/// Names for shell completion, asked of the running server. Without one there are none; a shell is no place for messages.
enum Completions {
    @Sendable static func skills(_ words: [String], _ index: Int, _ prefix: String) async -> [String] { await names("skills", words) }

    @Sendable static func loops(_ words: [String], _ index: Int, _ prefix: String) async -> [String] { await names("loops", words) }

    @Sendable static func questions(_ words: [String], _ index: Int, _ prefix: String) async -> [String] {
        await names("inbox", words, "id", [("kind", "human,unknown,tool_approval")])
    }

    @Sendable static func incidents(_ words: [String], _ index: Int, _ prefix: String) async -> [String] { await names("incidents", words, "id") }

    private static func names(_ list: String, _ words: [String], _ key: String = "name", _ query: [(String, String?)] = []) async -> [String] {
        var named = Environment.all["RATCHET_WORKSPACE"]
        if let option = words.firstIndex(of: "--workspace"), words.indices.contains(option + 1) { named = words[option + 1] }
        guard let workspace = WorkspaceLayout.find(named: named, from: "."),
            let api = try? APIClient(workspace: workspace, tokens: TokenFiles(workspace: workspace, environment: Environment.all)),
            let answer = try? await api.get([list], query)
        else { return [] }
        return answer.items("items").compactMap { $0.text(key) }
    }
}
