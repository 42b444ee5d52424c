package import JSON

/// What a server has to offer. A product implements this; everything about the protocol is done for it.
///
/// Lists are in an order that does not change from call to call. Errors that a model could act on are results with `isError`; a thrown
/// `MCPError` refuses the request itself, and any other thrown error is answered as a failure of the server without its text.
package protocol ServerContent: Sendable {
    var information: ServerInformation { get }
    var offers: Offers { get }
    /// Where the content tells that a list or a resource has changed.
    var changes: ChangeFeed { get }

    func tools(_ context: CallContext) async throws -> [Tool]
    /// The tool of this name; nil when the list has none.
    func tool(_ name: String, _ context: CallContext) async throws -> Tool?
    /// Called only for a tool of the list, with arguments that fit its schema.
    func call(_ tool: String, _ arguments: JSON.Object, _ context: CallContext) async throws -> Outcome<ToolResult>

    func resources(_ context: CallContext) async throws -> [Resource]
    func resourceTemplates(_ context: CallContext) async throws -> [ResourceTemplate]
    /// Throws `MCPError.unknownResource` when there is none.
    func read(_ uri: String, _ context: CallContext) async throws -> Outcome<[ResourceContents]>

    func prompts(_ context: CallContext) async throws -> [Prompt]
    /// Called only for a prompt of the list, with all its required arguments.
    func prompt(_ name: String, _ arguments: [String: String], _ context: CallContext) async throws -> Outcome<PromptText>

    func complete(_ query: CompletionQuery, _ context: CallContext) async throws -> Completion

    /// Throws `MCPError.unknownTask` for an unknown task, as do the next two.
    ///
    /// - Parameter isAwaited: whether to answer only when it has ended or waits for the client; the wait ends when the caller is cancelled.
    func task(_ id: String, isAwaited: Bool, _ context: CallContext) async throws -> TaskSnapshot
    /// Takes answers to what the task waits for; those to anything else are ignored.
    func answer(_ id: String, _ responses: JSON.Object, _ context: CallContext) async throws
    /// Asks the task to stop; nothing happens to one that has ended.
    func cancel(_ id: String, _ context: CallContext) async throws
    /// A page of the tasks there are, newest first (2025-11-25 alone asks for it).
    func tasks(after cursor: String?, _ context: CallContext) async throws -> TaskPage

    func cacheHint(_ list: CachedList) -> CacheHint
}

/// The answers a client may be told to keep.
package enum CachedList: Sendable, Hashable {
    case discovery, tools, resources, resourceTemplates, prompts
    case resource(uri: String)
}

extension ServerContent {
    package func tools(_ context: CallContext) async throws -> [Tool] { [] }

    package func tool(_ name: String, _ context: CallContext) async throws -> Tool? { try await tools(context).first { $0.name == name } }

    package func call(_ tool: String, _ arguments: JSON.Object, _ context: CallContext) async throws -> Outcome<ToolResult> {
        throw MCPError.invalidParameters("there is no tool \(tool.debugDescription)")
    }

    package func resources(_ context: CallContext) async throws -> [Resource] { [] }

    package func resourceTemplates(_ context: CallContext) async throws -> [ResourceTemplate] { [] }

    package func read(_ uri: String, _ context: CallContext) async throws -> Outcome<[ResourceContents]> {
        throw MCPError.unknownResource(uri: uri)
    }

    package func prompts(_ context: CallContext) async throws -> [Prompt] { [] }

    package func prompt(_ name: String, _ arguments: [String: String], _ context: CallContext) async throws -> Outcome<PromptText> {
        throw MCPError.invalidParameters("there is no prompt \(name.debugDescription)")
    }

    package func complete(_ query: CompletionQuery, _ context: CallContext) async throws -> Completion { .none }

    package func task(_ id: String, isAwaited: Bool, _ context: CallContext) async throws -> TaskSnapshot { throw MCPError.unknownTask(id) }

    package func tasks(after cursor: String?, _ context: CallContext) async throws -> TaskPage { TaskPage(tasks: [], next: nil) }

    package func answer(_ id: String, _ responses: JSON.Object, _ context: CallContext) async throws { throw MCPError.unknownTask(id) }

    package func cancel(_ id: String, _ context: CallContext) async throws { throw MCPError.unknownTask(id) }

    package func cacheHint(_ list: CachedList) -> CacheHint { .none }
}

extension MCPError {
    package static func unknownTask(_ id: String) -> MCPError { .invalidParameters("there is no task \(id.debugDescription)") }
}
