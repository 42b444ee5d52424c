/// What the API needs of a request before its body.
struct RequestHead: Sendable {
    /// The end of the connection on this side.
    struct Endpoint: Sendable {
        var address: String?
        var port: Int?
    }

    var method: String
    /// Without the query.
    var path: String
    /// Without the `?`.
    var query: String?
    /// The `Host` header; nil when there is none, or more than one.
    var authority: String?
    var origin: String?
    var authorization: String?
    /// The `Idempotency-Key` header as it was sent.
    var idempotencyKey: String? = nil
    /// The last event a reader of the event stream has seen.
    var lastEventID: String?
    var ifNoneMatch: String?
    var local: Endpoint
    /// The address of the other end of the connection.
    var remote: String? = nil
}
