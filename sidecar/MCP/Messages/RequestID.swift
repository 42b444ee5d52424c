package import JSON

/// What ties an answer to its request, and a progress report to its call: a text or an integer, chosen by who asks.
package enum RequestID: Sendable, Hashable {
    case text(String)
    case number(Int64)

    /// Nil for anything but a text or an integer; null is no id here, unlike in plain JSON-RPC.
    package init?(_ json: JSON?) {
        switch json {
        case .string(let text)?: self = .text(text)
        case .int(let number)?: self = .number(number)
        default: return nil
        }
    }

    package var json: JSON {
        switch self {
        case .text(let text): .string(text)
        case .number(let number): .int(number)
        }
    }
}
