import JSON

/// Keeps the prompts of a skill in their files when a proposal has them inlined, as the API shows documents.
struct PromptPlacement {
    /// The document with `{"file": ...}` again wherever a prompt is one of the skill's files.
    let document: JSON
    /// Prompt files, by their path in the skill's folder, that get another text.
    let texts: [String: String]

    private static let places = ["system", "prompt"]

    /// - Parameters:
    ///   - live: the skill's document as it is in the repository.
    ///   - prompts: the skill's prompt files.
    init(of document: JSON, live: JSON?, prompts: [String: String]) {
        var placement = Walk(prompts: prompts, texts: [:], taken: Set(Self.texts(in: document).compactMap { text in Self.file(of: text, prompts) }))
        self.document = placement.place(document, live)
        texts = placement.texts
    }

    private static func file(of text: String, _ prompts: [String: String]) -> String? {
        prompts.filter { $0.value == text }.map(\.key).min()
    }

    private static func texts(in json: JSON) -> [String] {
        switch json {
        case .array(let items): items.flatMap(texts)
        case .object(let object):
            object.flatMap { key, value in (places.contains(key) ? [value.string].compactMap { $0 } : []) + texts(in: value) }
        default: []
        }
    }

    private struct Walk {
        let prompts: [String: String]
        var texts: [String: String]
        /// Files whose text as it is stands somewhere in the document; they are not rewritten for another place.
        var taken: Set<String>

        mutating func place(_ json: JSON, _ live: JSON?) -> JSON {
            switch json {
            case .array(let items): return .array(items.enumerated().map { place($1, live?.array?.dropFirst($0).first) })
            case .object(let object):
                var result = JSON.Object()
                for (key, value) in object {
                    if places.contains(key), let text = value.string, let file = file(for: text, live?[key]) {
                        result[key] = ["file": .string(file)]
                    } else {
                        result[key] = place(value, live?[key])
                    }
                }
                return .object(result)
            default: return json
            }
        }

        /// The file that already has the text; else the one that stands at this place now.
        private mutating func file(for text: String, _ live: JSON?) -> String? {
            if let same = PromptPlacement.file(of: text, prompts) { return same }
            guard let file = live?["file"]?.string, prompts[file] != nil, !taken.contains(file) else { return nil }
            taken.insert(file)
            texts[file] = text
            return file
        }
    }
}
