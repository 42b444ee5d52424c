import CivilTime
import JSON

/// A change that a run proposed and a person rejected.
struct Rejection {
    let proposal: String
    /// Operations on the document; null for a whole one.
    let patch: JSON
    /// As it was sent: an array of `{path, document, base}`.
    let changes: JSON
    let at: Instant
    let note: String?

    /// The config values that it would have changed.
    var settings: [String] {
        (patch.array ?? []).compactMap { operation in
            let tokens = operation["path"]?.string.flatMap { Pointer(parsing: $0) }?.tokens ?? []
            return tokens.count >= 3 && tokens[0] == "config" && tokens[1] == "properties" ? tokens[2] : nil
        }
    }

    /// Whether this is the same change, or makes the same document of another base.
    func isSame(_ other: JSON?, _ changes: JSON) -> Bool { other == patch || Self.bare(changes) == Self.bare(self.changes) }

    /// The document without its label.
    private static func bare(_ changes: JSON) -> JSON {
        var document = changes[0]?["document"]?.object ?? [:]
        document["version"] = nil
        return .object(document)
    }

    var json: JSON {
        ["proposal": .string(proposal), "patch": patch, "at": .string(at.rfc3339), "note": note.map(JSON.string) ?? .null]
    }
}
