import CivilTime
import JSON

/// How the API writes what is not JSON by itself. Absent is null, never a missing key.
extension JSON {
    static func text(_ text: String?) -> JSON { text.map(JSON.string) ?? .null }

    static func count(_ number: Int) -> JSON { .int(Int64(number)) }

    /// RFC 3339.
    static func time(_ instant: Instant?) -> JSON { .text(instant?.rfc3339) }

    /// Whole milliseconds.
    static func milliseconds(_ duration: Duration?) -> JSON { duration.map { .int($0.milliseconds) } ?? .null }

    /// Milliseconds with the microseconds as a fraction; an integer when there is none.
    static func milliseconds(microseconds: Int64) -> JSON {
        microseconds.isMultiple(of: 1000) ? .int(microseconds / 1000) : .double(Double(microseconds) / 1000)
    }

    /// JSON text as the store keeps it.
    init(stored bytes: [UInt8]?) throws(JSON.ParseError) {
        if let bytes { self = try JSON(parsing: bytes) } else { self = .null }
    }
}
