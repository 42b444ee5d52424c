import JSON
import Store

/// What the API answers: JSON, or a stream of events.
struct Answer: Sendable {
    enum Status: Int, Sendable {
        case ok = 200
        case created = 201
        case accepted = 202
        case notModified = 304
        case badRequest = 400
        case unauthorized = 401
        case forbidden = 403
        case notFound = 404
        case methodNotAllowed = 405
        case conflict = 409
        case tooLarge = 413
        case misdirected = 421
        case unprocessable = 422
        case tooMany = 429
        case failed = 500
        case unsupported = 501
        case unavailable = 503
    }

    var status: Status
    var json: JSON
    var headers: [(name: String, value: String)]
    /// Set for a stream; the JSON is of no meaning then.
    var events: RunEventStream?
    /// Whether it says what has an end: a client that has it already need not get it again.
    var isTagged = false

    init(_ status: Status = .ok, _ json: JSON, headers: [(name: String, value: String)] = []) {
        self.status = status
        self.json = json
        self.headers = headers
    }

    init(_ refusal: Refusal) { self.init(refusal.status, refusal.json, headers: refusal.headers) }

    /// A list, or a page of one.
    static func list(_ items: [JSON], next: Cursor? = nil, beside: JSON.Object = [:]) -> Answer {
        var object: JSON.Object = ["items": .array(items), "next": .text(next?.description)]
        for (key, value) in beside { object[key] = value }
        return Answer(.ok, .object(object))
    }
}
