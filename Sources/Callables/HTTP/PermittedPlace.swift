import HTTPClient
import JSON
import SkillLanguage

/// A place on the network as permits name places. Made of a normalised URL, so that every spelling of a place is one.
struct PermittedPlace {
    /// The ways to write the origin that mean the same: with and without the scheme's own port.
    private let origins: [String]
    private let path: String
    private let host: String

    init(_ url: URL) {
        let name = url.host.contains(":") ? "[\(url.host)]" : url.host
        origins = ["\(url.scheme.rawValue)://\(url.authority)", "\(url.scheme.rawValue)://\(name):\(url.port)"]
        path = url.path
        host = url.authority
    }

    init(service: String, path: String) {
        origins = ["service:\(service)"]
        self.path = path
        host = "service:\(service)"
    }

    /// Nil when each of `permits`, the caller's above the callee's, has a line that allows each of `methods` here.
    func denial(of methods: [Request.Method], by permits: [Permits]) -> Failure? {
        guard !permits.isEmpty else { return denial(of: methods.first ?? .get, holder: "the call") }
        for (index, permit) in permits.enumerated() {
            for method in methods where !allows(method, permit) {
                return denial(of: method, holder: index == permits.count - 1 ? "the skill" : "a calling skill")
            }
        }
        return nil
    }

    private func allows(_ method: Request.Method, _ permits: Permits) -> Bool {
        permits.http.contains { permit in origins.contains { permit.allows(method: method.rawValue, origin: $0, path: path) } }
    }

    private func denial(of method: Request.Method, holder: String) -> Failure {
        let wanted = "\(method.rawValue) \(origins[0])\(path)"
        return Failure(
            "http.denied", "no line in permits.http of \(holder) allows \(wanted)", retryable: false,
            details: ["rule": "permits.http", "method": .string(method.rawValue), "host": .string(host), "path": .string(path)])
    }
}

extension PermittedPlace: CustomStringConvertible {
    var description: String { host + path }
}

extension Failure {
    /// A refusal to send, other than by permits: `http.denied.<kind>`.
    static func denied(_ kind: String, _ message: String, _ details: JSON.Object) -> Failure {
        var details = details
        details["rule"] = .string(kind)
        return Failure("http.denied.\(kind)", message, retryable: false, details: .object(details))
    }
}
