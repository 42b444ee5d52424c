import CEL
import JSON
import Synchronization

/// What the built-in callables take and give, as JSON Schemas.
enum CallableShapes {
    static let all: JSON = {
        guard let schemas = try? JSON(parsing: PackageResources.callables_json) else {
            preconditionFailure("the embedded schemas of the callables are JSON")
        }
        return schemas
    }()

    /// Parts of the embedded schemas, compiled once for all checks: there are only so many.
    private static let parts = Mutex<[JSON: Schema]>([:])

    static func compiled(_ part: JSON) -> Schema? {
        if let known = parts.withLock({ $0[part] }) { return known }
        guard let schema = try? Schema(compiling: part, keywords: .lenient) else { return nil }
        parts.withLock { $0[part] = schema }
        return schema
    }

    private static let outputs: [String: Schema] = Dictionary(
        (all.object ?? [:]).compactMap { name, shapes in shapes["output"].flatMap(compiled).map { (name, $0) } }
    ) { first, _ in first }

    /// The built-in callable's answer, whatever its arguments ask for.
    static func compiledOutput(of name: String) -> Schema? { outputs[name] }

    /// Nil for callables whose arguments are only known when they run.
    static func input(of callable: CallableName, among live: LiveSkills?) -> JSON? {
        switch callable {
        case .builtin(let name): all[name]?["input"]
        case .skill(let name, _): live?[name]?.input
        case .tool: nil
        }
    }

    /// What a call with these arguments gives; nil when that is only known when it runs.
    static func output(of call: Call, among live: LiveSkills?) -> JSON? {
        switch call.callable {
        case .tool: return nil
        case .skill(let name, _): return live?[name]?.output
        case .builtin(let name):
            switch name {
            case "llm", "agent": return call.arguments.member("output")?.literal ?? all[name]?["output"]
            case "human": return call.arguments.member("response")?.literal
            case "http": return reply(withBody: call.arguments.member("expect")?.literal?["schema"])
            case "echo": return nil
            default: return all[name]?["output"]
            }
        }
    }

    private static func reply(withBody body: JSON?) -> JSON? {
        guard let body, var reply = all["http"]?["output"]?.object else { return all["http"]?["output"] }
        var properties = reply["properties"]?.object ?? [:]
        properties["body"] = body
        reply["properties"] = .object(properties)
        return .object(reply)
    }
}
