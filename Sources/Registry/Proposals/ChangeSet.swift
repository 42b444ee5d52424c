package import JSON
import Workspace

/// What somebody wants changed: whole documents by path.
package struct ChangeSet: Sendable {
    package struct Entry: Sendable {
        /// `skills/NAME/skill.json` or `cron/NAME.json`.
        package let path: String
        /// Nil removes what is there.
        package let document: JSON?
        /// The version id of what is replaced; nil for what is new.
        package let base: String?
        /// Prompt files that the document refers to and that get this text, by their path in the skill's folder.
        package let prompts: [String: String]

        var skill: String? { WorkspaceLayout.skillName(atPath: path) }
        var loop: String? { WorkspaceLayout.loopName(atPath: path) }
        /// The skill's or the loop's.
        var name: String { skill ?? loop ?? path }
    }

    package let entries: [Entry]
    package let reason: String
    /// The model that wrote it, as its author says.
    package let model: String?
    /// The run that wants it; nil for whoever has a token.
    package var origin: Origin?

    init(entries: [Entry], reason: String) {
        self.entries = entries
        self.reason = reason
        model = nil
    }

    private static let most = 50

    /// - Parameter changes: an array of `{path, document or null, base, prompts}`, the last two where there are any.
    package init(changes: JSON, reason: String, model: String?) throws(ProposalError) {
        guard let items = changes.array, !items.isEmpty, items.count <= Self.most else {
            throw .malformed("/changes", "must be a list of 1 to \(Self.most) changes")
        }
        var entries: [Entry] = []
        for (index, item) in items.enumerated() {
            let place = "/changes/\(index)"
            guard let object = item.object else { throw .malformed(place, "must be an object with path, document and base") }
            for key in object.keys where !["path", "document", "base", "prompts"].contains(key) { throw .malformed("\(place)/\(key)", "is unknown") }
            guard let path = object["path"]?.string, let document = object["document"] else { throw .malformed(place, "needs path and document") }
            guard Self.isPlace(path) else {
                throw .malformed("\(place)/path", "\"\(path)\" is neither skills/NAME/skill.json nor cron/NAME.json, with a NAME of a-z, 0-9 and _")
            }
            guard document.isNull || document.object != nil else { throw .malformed("\(place)/document", "must be a document, or null to remove") }
            guard object["base"].map({ $0.isNull || $0.string != nil }) ?? true else {
                throw .malformed("\(place)/base", "must be a version id or null")
            }
            guard !entries.contains(where: { $0.path == path }) else { throw .malformed("\(place)/path", "is changed twice") }
            let prompts = try ProposedPrompts.read(object["prompts"], for: path, document, at: place)
            entries.append(
                Entry(path: path, document: document.isNull ? JSON?.none : .some(document), base: object["base"]?.string, prompts: prompts))
        }
        guard reason.utf8.count <= 4000, !reason.utf8.contains(where: { $0 < 32 && $0 != 10 && $0 != 9 }) else {
            throw .malformed("/reason", "must be text of at most 4000 bytes")
        }
        if let model, model.isEmpty || model.utf8.count > 100 || !model.utf8.allSatisfy({ (33...126).contains($0) }) {
            throw .malformed("/model", "must be a model's name of at most 100 characters, without spaces")
        }
        self.entries = entries
        self.reason = reason
        self.model = model
    }

    private static func isPlace(_ path: String) -> Bool {
        guard let name = WorkspaceLayout.skillName(atPath: path) ?? WorkspaceLayout.loopName(atPath: path) else { return false }
        guard let first = name.utf8.first, (97...122).contains(first), name.utf8.count <= 64 else { return false }
        return name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
    }

    package var json: JSON {
        .array(entries.map { entry in
            var object: JSON.Object = [
                "path": .string(entry.path), "document": entry.document ?? .null, "base": entry.base.map(JSON.string) ?? .null,
            ]
            if !entry.prompts.isEmpty {
                object["prompts"] = .object(JSON.Object(entry.prompts.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
            }
            return .object(object)
        })
    }
}
