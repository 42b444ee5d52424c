import JSON
import Synchronization

@testable import Tools

/// A server that answers what a test says, and remembers what it was asked.
final class ScriptedBackend: Backend {
    private let answers: [String: Result<JSON, BackendFailure>]
    private let asked = Mutex<[(question: String, body: JSON)]>([])

    /// - Parameter answers: by question, such as `GET skills/greet` or `POST runs`; what is not among them is 404.
    init(_ answers: [String: Result<JSON, BackendFailure>] = [:]) { self.answers = answers }

    /// Without the reports on calls themselves.
    var questions: [String] { asked.withLock { $0.map(\.question) }.filter { !$0.contains("tool-calls") } }

    func body(of question: String) -> JSON? { asked.withLock { $0.last { $0.question == question }?.body } }

    func get(_ path: [String], _ query: [(name: String, value: String)]) async throws(BackendFailure) -> JSON {
        try answer("GET " + path.joined(separator: "/") + Self.text(query), nil)
    }

    func post(_ path: [String], _ body: JSON) async throws(BackendFailure) -> JSON { try answer("POST " + path.joined(separator: "/"), body) }

    private func answer(_ question: String, _ body: JSON?) throws(BackendFailure) -> JSON {
        asked.withLock { $0.append((question, body ?? .null)) }
        guard let answer = answers[question] else {
            let parts = question.split(separator: " ")[1].split(separator: "/")
            let kinds = ["skills": "unknown_skill", "runs": "unknown_run", "loops": "unknown_loop"]
            throw .refused(status: 404, code: kinds[String(parts[0])] ?? "unknown_path", message: "this server has no \(question)", findings: [])
        }
        return try answer.get()
    }

    private static func text(_ query: [(name: String, value: String)]) -> String {
        query.isEmpty ? "" : "?" + query.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    }

    static let down = BackendFailure.unavailable("No server is running in /w; start one with `ratchet serve --workspace /w`.")
    static func refused(_ status: Int, _ code: String, _ message: String = "no") -> Result<JSON, BackendFailure> {
        .failure(.refused(status: status, code: code, message: message, findings: []))
    }
}

/// No server at all.
struct NoBackend: Backend {
    func get(_ path: [String], _ query: [(name: String, value: String)]) async throws(BackendFailure) -> JSON { throw ScriptedBackend.down }
    func post(_ path: [String], _ body: JSON) async throws(BackendFailure) -> JSON { throw ScriptedBackend.down }
}
