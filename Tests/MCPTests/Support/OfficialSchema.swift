import JSON
import MCP
import Synchronization
import Testing

/// The JSON Schemas of the specification, from the files that `MCP_SCHEMA_2026_07_28` and `MCP_SCHEMA_2025_11_25` name.
struct OfficialSchema: Sendable {
    static let july2026 = OfficialSchema("MCP_SCHEMA_2026_07_28")
    static let november2025 = OfficialSchema("MCP_SCHEMA_2025_11_25")

    /// Whether both are there. Without them frames are not checked, and `SchemaTests` says so.
    static var areThere: Bool { july2026 != nil && november2025 != nil }

    private static let compiled = Mutex<[String: Schema]>([:])

    private let variable: String
    private let definitions: JSON

    private init?(_ variable: String) {
        guard let path = environment(variable) else { return nil }
        let json = try? JSON(parsing: contents(of: path), numbers: .roundLargeIntegers)
        guard let definitions = json?["$defs"] else {
            Issue.record("\(variable) names no schema")
            return nil
        }
        self.variable = variable
        self.definitions = definitions
    }

    static func of(_ revision: Revision) -> OfficialSchema? { revision.isStateless ? july2026 : november2025 }

    /// Records an issue when the value does not fit the definition.
    func check(_ value: JSON, _ definition: String) throws {
        let violations = try violations(of: definition, in: value)
        #expect(violations.isEmpty, "\(definition) \(violations): \(value)")
    }

    func violations(of definition: String, in value: JSON) throws -> [Violation] {
        let key = variable + definition
        var schema = Self.compiled.withLock { $0[key] }
        if schema == nil {
            let root: JSON = ["$ref": .string("#/$defs/" + definition)]
            var needed: JSON.Object = [:]
            try collect(root, &needed)
            schema = try Schema(compiling: ["$ref": root["$ref"] ?? .null, "$defs": .object(needed)], keywords: .lenient)
            Self.compiled.withLock { $0[key] = schema }
        }
        return try #require(schema).validate(value, limit: 3)
    }

    /// The definitions that a schema refers to, directly and by others.
    private func collect(_ schema: JSON, _ needed: inout JSON.Object) throws {
        switch schema {
        case .array(let items): for item in items { try collect(item, &needed) }
        case .object(let members):
            if let name = members["$ref"]?.string?.split(separator: "/").last.map(String.init), needed[name] == nil {
                let definition = try #require(definitions[name], "no definition \(name)")
                needed[name] = definition
                try collect(definition, &needed)
            }
            for (_, member) in members { try collect(member, &needed) }
        default: break
        }
    }
}

/// Checks every frame a server sends against the definition for it.
struct FrameCheck: Sendable {
    let revision: Revision

    /// - Parameter method: of the request that a response answers.
    func check(_ frame: JSON, answering method: String? = nil) throws {
        guard let schema = OfficialSchema.of(revision) else { return }
        if let name = frame["method"]?.string {
            try schema.check(frame, try #require(Self.messages[name], "a server does not send \(name)"))
        } else if let error = frame["error"] {
            try schema.check(frame, revision.isStateless ? Self.error(error["code"]?.int) : "JSONRPCErrorResponse")
        } else {
            try schema.check(frame, "JSONRPCResultResponse")
            let result = try #require(frame["result"])
            if let definition = Self.result(result, method) { try schema.check(result, definition) }
        }
    }

    private static func error(_ code: Int64?) -> String {
        switch code {
        case -32020: "HeaderMismatchError"
        case -32021: "MissingRequiredClientCapabilityError"
        case -32022: "UnsupportedProtocolVersionError"
        default: "JSONRPCErrorResponse"
        }
    }

    /// Nil for what belongs to the tasks extension, which the schema leaves out.
    private static func result(_ result: JSON, _ method: String?) -> String? {
        if result["task"] != nil { return "CreateTaskResult" }
        if let method, result["resultType"] == nil, let definition = tasks[method] { return definition }
        switch result["resultType"]?.string {
        case "input_required": return "InputRequiredResult"
        case "task": return nil
        default: return method.flatMap { results[$0] } ?? (method?.hasPrefix("tasks/") == true ? nil : "Result")
        }
    }

    private static let results = [
        "server/discover": "DiscoverResult", "initialize": "InitializeResult", "tools/list": "ListToolsResult", "tools/call": "CallToolResult",
        "resources/list": "ListResourcesResult", "resources/templates/list": "ListResourceTemplatesResult", "resources/read": "ReadResourceResult",
        "prompts/list": "ListPromptsResult", "prompts/get": "GetPromptResult", "completion/complete": "CompleteResult",
        "subscriptions/listen": "SubscriptionsListenResult", "ping": "EmptyResult", "logging/setLevel": "EmptyResult",
        "resources/subscribe": "EmptyResult", "resources/unsubscribe": "EmptyResult",
    ]

    /// Of 2025-11-25; later they are an extension.
    private static let tasks = [
        "tasks/get": "GetTaskResult", "tasks/result": "CallToolResult", "tasks/list": "ListTasksResult", "tasks/cancel": "CancelTaskResult",
    ]

    private static let messages = [
        "notifications/progress": "ProgressNotification", "notifications/message": "LoggingMessageNotification",
        "notifications/cancelled": "CancelledNotification", "notifications/tools/list_changed": "ToolListChangedNotification",
        "notifications/prompts/list_changed": "PromptListChangedNotification",
        "notifications/resources/list_changed": "ResourceListChangedNotification", "notifications/resources/updated": "ResourceUpdatedNotification",
        "notifications/subscriptions/acknowledged": "SubscriptionsAcknowledgedNotification", "elicitation/create": "ElicitRequest",
        "sampling/createMessage": "CreateMessageRequest", "roots/list": "ListRootsRequest",
    ]
}

@Suite struct SchemaTests {
    @Test(.enabled(if: OfficialSchema.areThere, "set MCP_SCHEMA_2026_07_28 and MCP_SCHEMA_2025_11_25 to have every frame checked"))
    func `the check of frames finds what is wrong`() throws {
        let schema = try #require(OfficialSchema.july2026)
        #expect(try schema.violations(of: "ListToolsResult", in: ["tools": 1]).count == 3)
        #expect(try schema.violations(of: "ListToolsResult", in: ["tools": [], "resultType": "complete", "ttlMs": 0, "cacheScope": "private"]) == [])
    }
}
