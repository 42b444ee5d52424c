package import JSON

/// Stands for a secret's value between the interpreter and the executor: expressions see the marker, only the executor puts the
/// value in. The nonce is drawn anew whenever a run is loaded, so no data can forge a marker.
package struct SecretMarkers: Sendable {
    private let start: String
    private static let end = "\u{E001}"

    package init(nonce: UInt64) { start = "\u{E000}secret:\(String(nonce, radix: 36)):" }

    /// Name to marker, for `secrets.NAME`.
    package func names(_ secrets: [String]) -> JSON.Object {
        JSON.Object(secrets.map { ($0, .string(start + $0 + Self.end)) })
    }

    /// The value with each marker in a string replaced by what `resolve` gives.
    package func replace(in json: JSON, with resolve: (String) throws(Failure) -> String) throws(Failure) -> JSON {
        switch json {
        case .string(let text):
            return .string(try replace(inText: text, with: resolve))
        case .array(let items):
            var values: [JSON] = []
            for item in items { values.append(try replace(in: item, with: resolve)) }
            return .array(values)
        case .object(let object):
            var result = JSON.Object()
            for (key, value) in object { result[key] = try replace(in: value, with: resolve) }
            return .object(result)
        default:
            return json
        }
    }

    private func replace(inText text: String, with resolve: (String) throws(Failure) -> String) throws(Failure) -> String {
        guard text.unicodeScalars.contains("\u{E000}") else { return text }
        var result = "", rest = Substring(text)
        while let opening = rest.firstRange(of: start), let closing = rest[opening.upperBound...].firstRange(of: Self.end) {
            result += rest[..<opening.lowerBound]
            result += try resolve(String(rest[opening.upperBound..<closing.lowerBound]))
            rest = rest[closing.upperBound...]
        }
        return result + rest
    }

    /// The value as people may see it: `${secrets.NAME}` in place of each marker.
    package func redact(_ json: JSON) -> JSON {
        (try? replace(in: json) { name in "${secrets.\(name)}" }) ?? json
    }
}
