import JSON
import Workspace

/// The prompt files that come with a proposed skill: only such as its document refers to, so that nothing is carried in that no check looks at.
enum ProposedPrompts {
    /// In bytes, for each.
    private static let largest = 64 << 10

    /// - Parameter json: an object from `prompts/NAME.md` to a text; nil when there are none.
    static func read(_ json: JSON?, for path: String, _ document: JSON, at place: String) throws(ProposalError) -> [String: String] {
        guard let json else { return [:] }
        let place = "\(place)/prompts"
        guard let object = json.object, WorkspaceLayout.skillName(atPath: path) != nil, !document.isNull else {
            throw .malformed(place, "must be an object from a file such as prompts/ask.md to its text, beside a skill's document")
        }
        var texts: [String: String] = [:]
        for (file, text) in object {
            guard isPlace(file) else { throw .malformed(place, "\"\(file)\" is not prompts/NAME.md, with a NAME of a-z, 0-9, - and _") }
            guard let text = text.string, text.utf8.count <= largest else {
                throw .malformed(place, "\"\(file)\" must be a text of at most \(largest >> 10) KiB")
            }
            guard refers(document, to: file) else {
                throw .malformed(place, "the document does not refer to \"\(file)\"; it would with {\"file\": \"\(file)\"} in place of a prompt")
            }
            texts[file] = text
        }
        return texts
    }

    private static func isPlace(_ file: String) -> Bool {
        guard file.hasPrefix("prompts/"), file.hasSuffix(".md") else { return false }
        let name = file.utf8.dropFirst(8).dropLast(3)
        return (1...64).contains(name.count) && name.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 || $0 == 45 }
    }

    private static func refers(_ json: JSON, to file: String) -> Bool {
        switch json {
        case .array(let items): items.contains { refers($0, to: file) }
        case .object(let object): object["file"]?.string == file && object.count == 1 || object.contains { refers($0.1, to: file) }
        default: false
        }
    }
}
