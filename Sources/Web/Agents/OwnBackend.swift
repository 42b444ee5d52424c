import JSON
import Tools
import Workspace

/// The server's own API for the tools it serves itself: the same routes and checks, without a connection.
struct OwnBackend: Tools.Backend {
    let api: API
    let holder: TokenSet.Holder

    func get(_ path: [String], _ query: [(name: String, value: String)]) async throws(BackendFailure) -> JSON {
        let items = query.map { "\($0.name.percentEncoded)=\($0.value.percentEncoded)" }
        return try Self.meaning(of: await ask("GET", path, items.isEmpty ? nil : items.joined(separator: "&"), []))
    }

    func post(_ path: [String], _ body: JSON) async throws(BackendFailure) -> JSON {
        try Self.meaning(of: await ask("POST", path, nil, body.bytes(.compact)))
    }

    private func ask(_ method: String, _ path: [String], _ query: String?, _ body: [UInt8]) async -> Answer {
        let head = RequestHead(
            method: method, path: ([API.prefix] + path.map(\.percentEncoded)).joined(separator: "/"), query: query, authority: nil, origin: nil,
            authorization: nil, local: RequestHead.Endpoint())
        return await api.answer(head, as: holder) { body }
    }

    /// A refusal is a failure; everything else is an answer, problems of a proposal among them.
    private static func meaning(of answer: Answer) throws(BackendFailure) -> JSON {
        guard let error = answer.json["error"], let code = error["code"]?.string else { return answer.json }
        throw .refused(
            status: answer.status.rawValue, code: code, message: error["message"]?.string ?? "", findings: error["findings"]?.array ?? [])
    }
}
