package import JSON

/// Prompts beside a skill: `{"file": "prompts/x.md"}` in place of a text, relative to the skill's folder.
package enum Prompts {
    private static let places = ["system", "prompt"]

    /// The document with each prompt file's text in place of its name, so that the text is part of the version.
    /// - Parameter read: the file's text by its path in the skill's folder; nil when it does not exist.
    package static func inline(_ document: JSON, read: (String) throws -> String?) throws -> JSON {
        try inline(document, pointer: "", read)
    }

    private static func inline(_ json: JSON, pointer: String, _ read: (String) throws -> String?) throws -> JSON {
        switch json {
        case .array(let items):
            return .array(try items.enumerated().map { try inline($1, pointer: pointer + "/\($0)", read) })
        case .object(let object):
            var result = JSON.Object()
            for (key, value) in object {
                let place = pointer + "/" + escape(key)
                if places.contains(key), let file = value["file"]?.string, value.object?.count == 1 {
                    result[key] = .string(try text(file, place, read))
                } else {
                    result[key] = try inline(value, pointer: place, read)
                }
            }
            return .object(result)
        default:
            return json
        }
    }

    private static func text(_ file: String, _ pointer: String, _ read: (String) throws -> String?) throws -> String {
        let parts = file.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0] == "prompts", parts[1].hasSuffix(".md"), !parts[1].hasPrefix(".") else {
            throw InvalidDocument(findings: [Finding("E01", pointer, "\"\(file)\" is not a prompt's path", hint: "write \"prompts/name.md\"")])
        }
        guard let text = try read(file) else {
            throw InvalidDocument(findings: [Finding("E01", pointer, "the file \(file) does not exist beside the skill")])
        }
        return text
    }
}
