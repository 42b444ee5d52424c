import Workspace

/// A request that has passed all checks but those of the route itself.
struct Question: Sendable {
    let holder: TokenSet.Holder
    var caller: Scope { holder.scope }
    private let parameters: [String: String]
    let query: Query
    let fields: Fields
    /// The `Idempotency-Key` header.
    private let key: String?
    let lastEventID: String?

    init(holder: TokenSet.Holder, parameters: [String: String], query: Query, fields: Fields, key: String? = nil, lastEventID: String? = nil) {
        self.key = key
        self.holder = holder
        self.parameters = parameters
        self.query = query
        self.fields = fields
        self.lastEventID = lastEventID
    }

    /// What stands in the path for `{name}`; the route's pattern has it.
    subscript(_ name: String) -> String { parameters[name] ?? "" }

    /// From the header or the field; both may say the same. An empty key is refused: it would be one key for all that forgot theirs.
    func idempotencyKey() throws(Refusal) -> String? {
        let field = try fields.text("idempotency_key", upTo: 255)
        guard let key else { return field }
        guard !key.isEmpty, key.utf8.count <= 255 else {
            throw Refusal(.badRequest, "invalid_header", "Idempotency-Key must have 1 to 255 bytes")
        }
        guard field == nil || field == key else {
            throw Refusal(.badRequest, "invalid_header", "Idempotency-Key and \"idempotency_key\" differ; give one")
        }
        return key
    }

    /// How many items of a list are asked for.
    func limit() throws(Refusal) -> Int { try query.whole("limit", in: 1...200) ?? 50 }
}
