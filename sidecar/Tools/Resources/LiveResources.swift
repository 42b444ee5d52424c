import JSON
import MCP

/// What the server has: live skills and runs.
struct LiveResources: Sendable {
    let backend: any Backend

    static let templates = [
        ResourceTemplate(
            uriTemplate: "skill://{name}", name: "skill", title: "A live skill", description: "The document of a live skill.",
            mediaType: "application/json"),
        ResourceTemplate(
            uriTemplate: "run://{id}", name: "run", title: "A run", description: "All of a run: input, output, error and every step, uncut.",
            mediaType: "application/json"),
    ]

    /// The live skills; none when there is no server to ask.
    func skills() async -> [JSON] {
        guard let answer = try? await backend.get("skills") else { return [] }
        return answer.items("items")
    }

    func list() async -> [Resource] {
        await skills().map { skill in
            let name = skill.text("name") ?? ""
            return Resource(
                uri: "skill://\(name)", name: name, title: skill.versionName("name"), description: skill.text("summary"),
                mediaType: "application/json")
        }
    }

    /// Throws `unknownResource` for what is not there, and `failed` with what to do when the server cannot be asked.
    func contents(of uri: String) async throws(MCPError) -> ResourceContents {
        if let text = uri.remainder(after: "skill://") {
            let name = VersionName(text)
            let skill = try await get(["skills", name.skill], uri)
            if let label = name.label, skill.text("version") != label { throw .unknownResource(uri: uri) }
            return Self.page(uri, skill["document"] ?? [:])
        }
        if let id = uri.remainder(after: "run://") { return Self.page(uri, try await get(["runs", id], uri)) }
        throw .unknownResource(uri: uri)
    }

    private func get(_ path: [String], _ uri: String) async throws(MCPError) -> JSON {
        do throws(BackendFailure) {
            return try await backend.get(path, [])
        } catch {
            switch error {
            case .refused(404, _, _, _): throw .unknownResource(uri: uri)
            case .refused(_, _, let message, _): throw .failed(message)
            case .unavailable(let reason): throw .failed(reason)
            }
        }
    }

    private static func page(_ uri: String, _ json: JSON) -> ResourceContents {
        ResourceContents(uri: uri, mediaType: "application/json", .text(json.text(.pretty)))
    }
}

extension String {
    /// What follows the prefix, when there is something.
    fileprivate func remainder(after prefix: String) -> String? {
        hasPrefix(prefix) && utf8.count > prefix.utf8.count ? String(dropFirst(prefix.count)) : nil
    }
}
