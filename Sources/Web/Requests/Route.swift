import Workspace

/// One thing the API does: where it is, who may do it, what it takes.
struct Route: Sendable {
    enum Method: String, Sendable { case get = "GET", post = "POST" }

    let method: Method
    /// Below the prefix; `{name}` stands for one segment.
    let pattern: String
    let needs: Scope
    /// Agents get in too, and the route itself decides what for.
    let letsAgentsIn: Bool
    /// The query parameters it knows.
    let query: [String]
    /// The fields of the body it knows.
    let fields: [String]
    let answer: @Sendable (Question) async throws -> Answer

    init(
        _ method: Method, _ pattern: String, needs: Scope, letsAgentsIn: Bool = false, query: [String] = [], fields: [String] = [],
        answer: @escaping @Sendable (Question) async throws -> Answer
    ) {
        self.method = method
        self.pattern = pattern
        self.needs = needs
        self.letsAgentsIn = letsAgentsIn
        self.query = query
        self.fields = fields
        self.answer = answer
    }

    /// Throws 403 that names the scope needed.
    func admit(_ caller: Scope) throws(Refusal) {
        guard caller.includes(needs) || letsAgentsIn && caller == .agent else {
            throw Refusal(
                .forbidden, "scope", "this needs a token of scope \(needs.rawValue), and the one sent has scope \(caller.rawValue)")
        }
    }

    /// The values of the pattern's names; nil when the path does not fit.
    func parameters(in path: [Substring]) -> [String: String]? {
        let segments = pattern.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        guard segments.count == path.count else { return nil }
        var values: [String: String] = [:]
        for (segment, text) in zip(segments, path) {
            if segment.hasPrefix("{") {
                guard !text.isEmpty else { return nil }
                values[String(segment.dropFirst().dropLast())] = Query.decoded(text) ?? String(text)
            } else if segment != text {
                return nil
            }
        }
        return values
    }
}

/// All that the API does.
struct RouteTable: Sendable {
    let routes: [Route]

    init(_ routes: [Route]) { self.routes = routes }

    /// Throws 404 for an unknown path, 405 with `Allow` for a method that the path does not have.
    func route(for head: RequestHead) throws(Refusal) -> (Route, parameters: [String: String]) {
        var allowed: [String] = []
        if head.path.hasPrefix(API.prefix + "/") {
            let path = head.path.dropFirst(API.prefix.count + 1).split(separator: "/", omittingEmptySubsequences: false)
            for route in routes {
                guard let parameters = route.parameters(in: path) else { continue }
                if route.method.rawValue == head.method { return (route, parameters) }
                allowed.append(route.method.rawValue)
            }
        }
        guard allowed.isEmpty else {
            let list = allowed.joined(separator: ", ")
            throw Refusal(
                .methodNotAllowed, "method_not_allowed", "\(head.path) does not take \(head.method), only \(list)", headers: [("Allow", list)])
        }
        throw Refusal(.notFound, "unknown_path", "this server has no \(head.path); the API is below \(API.prefix)")
    }
}
