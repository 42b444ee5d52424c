import Engine
import HTTPClient
import JSON
import SkillLanguage

/// The arguments of an `http` call.
struct HTTPArguments {
    var method = Request.Method.get
    let url: String
    var query: [(name: String, value: String)] = []
    var headers = Headers()
    var body: [UInt8] = []
    let expectation: HTTPExpectation
    let maxBytes: Int
    let followsRedirects: Bool
    /// Whether sending it twice does what sending it once does: by its method, or by the author's word.
    let isRepeatable: Bool

    static let standardMaxBytes = 1 << 20
    static let largestMaxBytes = 16 << 20
    private static let known: Set<String> = [
        "method", "url", "query", "headers", "json", "body", "expect", "max_bytes", "follow_redirects", "idempotent",
    ]

    /// - Parameter json: with the values of secrets in place. `json` is sent as `application/json`, `body` as `text/plain`, unless
    ///   the headers say otherwise. Query values that are lists are repeated, null ones left out.
    init(_ json: JSON) throws(Failure) {
        let arguments = try Arguments(json, of: "http", known: Self.known)
        if let text = try arguments.text("method") {
            guard let method = Request.Method(rawValue: text.uppercased()) else {
                throw arguments.wrong("\"\(text)\" is not a method; known are \(Request.Method.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            self.method = method
        }
        guard let url = try arguments.text("url") else { throw arguments.wrong("\"url\" is missing") }
        self.url = url
        expectation = try HTTPExpectation(arguments)
        maxBytes = try arguments.integer("max_bytes", in: 1...Self.largestMaxBytes) ?? Self.standardMaxBytes
        followsRedirects = try arguments.flag("follow_redirects") ?? false
        isRepeatable = try arguments.flag("idempotent") ?? false || method.isIdempotent
        query = try Self.pairs("query", of: arguments)
        headers = Headers(try Self.pairs("headers", of: arguments).map { ($0.name, $0.value) })
        try readBody(arguments)
    }

    private mutating func readBody(_ arguments: Arguments) throws(Failure) {
        let text = try arguments.text("body")
        switch (arguments["json"], text) {
        case (nil, nil): break
        case (let json?, nil): setBody(json.bytes(.compact), type: "application/json")
        case (nil, let text?): setBody(Array(text.utf8), type: "text/plain; charset=utf-8")
        case (_?, _?): throw arguments.wrong("takes \"json\" or \"body\", not both")
        }
        if method == .get || method == .head, !body.isEmpty { throw arguments.wrong("a \(method.rawValue) request has no body; use \"query\"") }
    }

    private mutating func setBody(_ bytes: [UInt8], type: String) {
        body = bytes
        if headers["content-type"] == nil { headers["content-type"] = type }
    }

    private static func pairs(_ key: String, of arguments: Arguments) throws(Failure) -> [(name: String, value: String)] {
        var pairs: [(name: String, value: String)] = []
        for (name, value) in try arguments.object(key) ?? [:] {
            for item in value.array ?? [value] {
                switch item {
                case .null: break
                case .array, .object: throw arguments.wrong("\"\(key)\".\"\(name)\" must be a string, a number, a bool or a list of them")
                default: pairs.append((name, item.spliced))
                }
            }
        }
        return pairs
    }
}

extension HTTPArguments {
    /// What the method and the author's word say of a call before anything else of it is looked at.
    static func reach(of arguments: JSON) -> Reach {
        switch Request.Method(rawValue: arguments["method"]?.string?.uppercased() ?? "GET") {
        case .get, .head, .options: .read
        case .put, .delete: .idempotentWrite
        case .post, .patch, nil: arguments["idempotent"]?.bool == true ? .idempotentWrite : .write
        }
    }
}
