package import HTTPClient
package import JSON

/// Why the API gave no answer that can be used.
package enum APIFailure: Error, Sendable {
    case noServer(folder: String)
    case noToken(path: String)
    /// The request got no response.
    case unreachable(HTTPError)
    /// The server answered with an error of its own.
    case refused(Refusal)
    /// Something that is not what a server of this workspace says.
    case unusable(String)

    /// `{"error": {"code", "message", "findings"}}`.
    package struct Refusal: Sendable, Hashable {
        package let status: Int
        package let code: String
        package let message: String
        package let findings: [JSON]

        init?(status: Int, body: JSON?) {
            guard let error = body?["error"], let code = error["code"]?.string else { return nil }
            self.status = status
            self.code = code
            message = error["message"]?.string ?? ""
            findings = error["findings"]?.array ?? []
        }
    }
}

extension APIFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noServer(let folder): "no server is running in \(folder); start one with `ratchet serve --workspace \(folder)`"
        case .noToken(let path): "there is no owner token in \(path); `ratchet serve` makes it, and RATCHET_CONFIG_DIR tells where it lies"
        case .unreachable(let error): "\(error)"
        case .refused(let refusal):
            ([refusal.message.isEmpty ? refusal.code : "\(refusal.message) (\(refusal.code))"] + refusal.findings.map { "  " + FindingText.line($0) })
                .joined(separator: "\n").harmlessText
        case .unusable(let problem): problem
        }
    }
}

/// A finding as the API tells it: `{code, pointer, message, hint}`, in a file also `{path, line, column}`.
package enum FindingText {
    /// `skills/a/skill.json:3:7: E03 unknown key "whn" — did you mean "when"?`
    package static func line(_ json: JSON) -> String {
        let place = [json["line"]?.int, json["column"]?.int].compactMap { $0 }.map { ":\($0)" }.joined()
        let pointer = json["pointer"]?.string ?? ""
        let spot = json["path"]?.string.map { $0 + (place.isEmpty && !pointer.isEmpty ? ":\(pointer)" : place) } ?? pointer
        let hint = json["hint"]?.string.map { " — \($0)" } ?? ""
        let message = [json["code"]?.string, json["message"]?.string].compactMap { $0 }.joined(separator: " ")
        return ((spot.isEmpty ? "" : spot + ": ") + message + hint).harmlessLine
    }
}
