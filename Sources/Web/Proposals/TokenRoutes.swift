import JSON
import Store
import Workspace

/// Tokens for people and programs besides the owner and the agent.
struct TokenRoutes: Sendable {
    let backend: Backend
    let tokens: TokenSet

    var routes: [Route] {
        [
            Route(.get, "/tokens", needs: .admin, answer: list),
            Route(.post, "/tokens", needs: .admin, fields: ["name", "scope", "hash", "rate_per_minute"], answer: create),
            Route(.post, "/tokens/{id}/revoke", needs: .admin, answer: revoke),
        ]
    }

    private func list(_ question: Question) async throws -> Answer { .list(try await backend.store.tokens().map(Self.json)) }

    /// The client makes the token and sends its hash, so the token itself is on no wire and in no database.
    private func create(_ question: Question) async throws -> Answer {
        let name = try question.fields.required("name"), text = try question.fields.required("scope"), hash = try question.fields.required("hash")
        guard name.utf8.count <= 64, name.utf8.allSatisfy({ Self.isNameByte($0) }), name.utf8.contains(where: { $0 > 64 }) else {
            throw Fields.refusal("name", "must be letters, digits, dots, dashes and underscores, at most 64")
        }
        guard let scope = Scope(rawValue: text) else {
            throw Fields.refusal("scope", "must be one of \(Scope.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        guard hash.utf8.count == 64, hash.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }) else {
            throw Fields.refusal("hash", "must be a SHA-256 in hexadecimal")
        }
        let rate = try question.fields.whole("rate_per_minute", in: TokenSet.Holder.rates)
        let holder = TokenSet.Holder(id: "tok_" + hash.prefix(12), name: name, scope: scope, rate: rate)
        let token = IssuedToken(holder: holder.stored, hash: hash, createdAt: backend.now, createdBy: question.holder.signature,
            ratePerMinute: rate)
        guard try await backend.store.tokens().allSatisfy({ $0.hash != hash }) else {
            throw Refusal(.conflict, "known_token", "this token was issued before")
        }
        try await backend.store.issue(token)
        tokens.add(hash: hash, holder)
        return Answer(.created, Self.json(token))
    }

    private func revoke(_ question: Question) async throws -> Answer {
        let id = question["id"]
        try await backend.store.revokeToken(id, by: question.holder.signature, at: backend.now)
        tokens.remove(id)
        let all = try await backend.store.tokens()
        return Answer(.ok, all.first { $0.holder.id == id }.map(Self.json) ?? .null)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 45 || byte == 46 || byte == 95
    }

    private static func json(_ token: IssuedToken) -> JSON {
        [
            "id": .string(token.holder.id), "name": .string(token.holder.name), "scope": .string(token.holder.scope),
            "created_at": .time(token.createdAt), "created_by": .string(token.createdBy), "revoked_at": .time(token.revokedAt),
            "rate_per_minute": (token.ratePerMinute ?? Scope(rawValue: token.holder.scope)?.requestsPerMinute).map(JSON.count) ?? .null,
        ]
    }
}
