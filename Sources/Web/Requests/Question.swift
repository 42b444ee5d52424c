import Workspace

/// A request that has passed all checks but those of the route itself.
struct Question: Sendable {
    let holder: TokenSet.Holder
    var caller: Scope { holder.scope }
    private let parameters: [String: String]
    let query: Query
    let fields: Fields

    init(holder: TokenSet.Holder, parameters: [String: String], query: Query, fields: Fields) {
        self.holder = holder
        self.parameters = parameters
        self.query = query
        self.fields = fields
    }

    /// What stands in the path for `{name}`; the route's pattern has it.
    subscript(_ name: String) -> String { parameters[name] ?? "" }

    /// How many items of a list are asked for.
    func limit() throws(Refusal) -> Int { try query.whole("limit", in: 1...200) ?? 50 }
}
