package import CivilTime
package import JSON

/// What answers of the API hold. A member that is missing or of another kind reads as nil, so that a client and a server of different
/// versions still understand each other.
extension JSON {
    package func text(_ key: String) -> String? { self[key]?.string.flatMap { $0.isEmpty ? nil : $0 } }

    package func instant(_ key: String) -> Instant? { self[key]?.instant }

    /// RFC 3339 text.
    package var instant: Instant? { string.flatMap { try? Instant(rfc3339: $0) } }

    /// Of a number of milliseconds.
    package func duration(_ key: String) -> Duration? {
        self[key]?.double.flatMap { $0.magnitude < 1e15 ? .milliseconds(Int64($0)) : nil }
    }

    package func items(_ key: String) -> [JSON] { self[key]?.array ?? [] }

    /// A member that is there and not null.
    package func value(_ key: String) -> JSON? {
        guard let value = self[key], !value.isNull else { return Optional.none }
        return value
    }
}
