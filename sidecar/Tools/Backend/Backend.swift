package import JSON

/// The server that tools work on: its API, `/api/v1`, by whatever way it is reached.
package protocol Backend: Sendable {
    /// - Parameters:
    ///   - path: below `/api/v1`, one element a segment, as plain text.
    ///   - query: plain text, too.
    func get(_ path: [String], _ query: [(name: String, value: String)]) async throws(BackendFailure) -> JSON

    /// A rejected proposal (422 with its problems) is an answer, not a failure.
    func post(_ path: [String], _ body: JSON) async throws(BackendFailure) -> JSON
}

extension Backend {
    func get(_ path: String...) async throws(BackendFailure) -> JSON { try await get(path, []) }
}

/// Why the server gave no answer that can be used.
package enum BackendFailure: Error, Sendable, Hashable {
    /// There is no server to ask; the text says what to do about that.
    case unavailable(String)
    /// The server answered with an error of its own.
    case refused(status: Int, code: String, message: String, findings: [JSON])
}
