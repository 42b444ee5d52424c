/// Why a text is no instant or no duration.
package enum TimeTextError: Error, Sendable, Hashable {
    /// `column` counts from 1 and points at the first byte that cannot be accepted.
    case instant(String, column: Int, reason: String)
    case duration(String, column: Int, reason: String)
}

extension TimeTextError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .instant(let text, let column, let reason):
            "\(excerpt(text)) is not a time such as 2026-11-21T12:00:00Z (RFC 3339): column \(column): \(reason)"
        case .duration(let text, let column, let reason):
            "\(excerpt(text)) is not a duration such as 1h30m, 45s or 250ms: column \(column): \(reason)"
        }
    }
}

/// Text quoted for a message: control characters escaped, long text cut.
func excerpt(_ text: String, limit: Int = 64) -> String {
    text.count <= limit ? text.debugDescription : String(text.prefix(limit)).debugDescription + "..."
}
