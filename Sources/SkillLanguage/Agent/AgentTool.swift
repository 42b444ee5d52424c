package import JSON

/// A tool as an agent's model is given it: what it may send, and what the author has settled.
package struct AgentTool: Sendable {
    package let name: String
    package let use: CallableName
    package let description: String
    /// JSON Schema of the arguments that are left to the model.
    package let input: JSON
    let fixed: JSON.Object
    let maxCalls: Int?
    let approval: AgentArguments.ToolGrant.Approval
    /// Of all arguments, the fixed ones included. Nil: any object will do.
    private let schema: Schema?
    private let reads: Bool

    /// - Parameters:
    ///   - input: what the callable takes (see `schema(of:among:)`, or what an MCP server says of its tool); nil when that is not known.
    ///   - description: the callable's own, for where the author gives none.
    ///   - reads: whether calls change nothing; nil for what is known of the callable. A tool of an MCP server that says nothing writes.
    package init(_ grant: AgentArguments.ToolGrant, input: JSON?, description: String = "", reads: Bool? = nil) {
        name = grant.name
        use = grant.use
        self.description = grant.description ?? description
        fixed = grant.fixed
        maxCalls = grant.maxCalls
        approval = grant.approval
        schema = input.flatMap { try? Schema(compiling: $0, keywords: .lenient) }
        self.input = Self.remainder(of: input ?? ["type": "object"], without: grant.fixed)
        self.reads = reads ?? Self.readers.contains(grant.use.description)
    }

    /// The tools of a call, for callables whose arguments are known without asking a server.
    package static func offered(by arguments: AgentArguments, among live: LiveSkills?) -> [AgentTool] {
        arguments.tools.map { AgentTool($0, input: schema(of: $0.use, among: live)) }
    }

    /// What a built-in callable or a live skill takes; nil for what only a server knows.
    package static func schema(of use: CallableName, among live: LiveSkills?) -> JSON? { CallableShapes.input(of: use, among: live) }

    private static let readers: Set<String> = [
        "llm", "wait", "echo", "runs.query", "memory.get", "skills.get", "skills.shadow", "skills.tune", "cases.list", "cases.get",
    ]

    /// Whether a call with these arguments changes nothing. Only such calls of one turn run at the same time.
    func reads(_ arguments: JSON) -> Bool {
        guard use == .builtin("http") else { return reads }
        return ["GET", "HEAD"].contains(arguments["method"]?.string ?? "GET")
    }

    private static func remainder(of input: JSON, without fixed: JSON.Object) -> JSON {
        guard var schema = input.object, !fixed.isEmpty else { return input }
        if var properties = schema["properties"]?.object {
            for key in fixed.keys { properties[key] = nil }
            schema["properties"] = .object(properties)
        }
        if let required = schema["required"]?.array {
            schema["required"] = .array(required.filter { name in name.string.map { fixed[$0] == nil } ?? true })
        }
        return .object(schema)
    }

    /// The arguments of the call, the fixed ones included, or what the model is told is wrong with its own.
    func arguments(from given: JSON?) -> Result<JSON, Refusal> {
        guard var all = given?.object else {
            return .failure(Refusal("the arguments are not a JSON object; send one that fits \(input.text(.compact))"))
        }
        for (key, value) in fixed {
            if let own = all[key], own != value { return .failure(Refusal("\"\(key)\" is fixed and cannot be given; leave it out")) }
            all[key] = value
        }
        if let violation = schema?.firstViolation(in: .object(all)) {
            return .failure(Refusal("the arguments do not fit: \(violation); send an object that fits \(input.text(.compact))"))
        }
        return .success(.object(all))
    }

    /// Why a call is not made, in words for the model.
    struct Refusal: Error {
        let message: String
        init(_ message: String) { self.message = message }
    }
}
