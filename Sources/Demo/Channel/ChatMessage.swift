package import CivilTime
package import JSON

/// A message in the demo's channel.
package struct ChatMessage: Sendable, Hashable {
    /// Counts from 1 without gaps, over restarts too.
    package let id: Int
    package let at: Instant
    package let text: String
    /// The idempotency key it was posted with.
    package let key: String?

    package var json: JSON {
        var json: JSON.Object = ["id": .int(Int64(id)), "at": .string(at.rfc3339), "text": .string(text)]
        json["key"] = key.map { .string($0) }
        return .object(json)
    }
}

extension ChatMessage {
    /// Nil when the value has not the shape that `json` gives.
    init?(_ json: JSON) {
        guard let id = json["id"]?.int, let at = json["at"]?.string, let text = json["text"]?.string, let at = try? Instant(rfc3339: at) else {
            return nil
        }
        self.init(id: Int(id), at: at, text: text, key: json["key"]?.string)
    }
}
