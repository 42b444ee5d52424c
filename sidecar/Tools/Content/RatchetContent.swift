package import CivilTime
package import JSON
package import MCP

/// What Ratchet has to offer to agents: its tools, resources and prompts.
package struct RatchetContent: ServerContent {
    package let information: ServerInformation
    package let offers = Offers(tools: true, resources: true, prompts: true, completion: true, tasks: true)
    package let changes = ChangeFeed()
    private let backend: @Sendable (CallContext) -> any Backend
    private let zones: ZoneDirectory
    private let hasSkillTools: Bool
    private let journal: CallJournal

    /// - Parameters:
    ///   - backend: the server on behalf of the caller of a call.
    ///   - skillTools: whether each live skill that the caller may run is a tool of its own, too.
    ///   - now: the time, for how long calls take.
    package init(
        version: String, zones: ZoneDirectory, skillTools: Bool = false, now: @escaping @Sendable () -> Instant,
        backend: @escaping @Sendable (CallContext) -> any Backend
    ) {
        hasSkillTools = skillTools
        information = ServerInformation(
            name: "ratchet", title: "Ratchet", version: version, instructions: Catalogue.instructions(skillTools: skillTools))
        self.backend = backend
        self.zones = zones
        journal = CallJournal(now: now)
    }

    /// The release of these tools and of the sidecar.
    package static let version = "0.1.0"

    /// Returns when the server has been told of every call that was made.
    package func finish() async { await journal.finish() }

    /// Tells clients what changes on the server, until the task is cancelled.
    ///
    /// - Parameter backend: the server on nobody's behalf; it is only read.
    package func watch(_ backend: any Backend, clock: any Clock<Duration> = ContinuousClock()) async {
        await LiveWatch(backend: backend, changes: changes, hasSkillTools: hasSkillTools, clock: clock).run()
    }

    package func tools(_ context: CallContext) async throws -> [Tool] {
        hasSkillTools ? Catalogue.tools + (await SkillTools.list(backend(context))) : Catalogue.tools
    }

    package func tool(_ name: String, _ context: CallContext) async throws -> Tool? {
        if let tool = Catalogue.tools.first(where: { $0.name == name }) { return tool }
        guard hasSkillTools, SkillTools.skill(of: name) != nil else { return nil }
        return await SkillTools.list(backend(context)).first { $0.name == name }
    }

    package func call(_ tool: String, _ arguments: JSON.Object, _ context: CallContext) async throws -> Outcome<ToolResult> {
        guard let work = Works.all[tool] ?? (hasSkillTools ? SkillTools.work(of: tool) : nil) else {
            throw MCPError.invalidParameters("there is no tool \(tool.debugDescription)")
        }
        let backend = backend(context)
        let call = ToolCall(arguments: arguments, backend: backend, zones: zones, context: context)
        return await journal.recording(tool, arguments, context.client, backend) {
            do throws(Trouble) {
                if context.wantsTask, let start = Works.tasks[tool] ?? SkillTools.start(of: tool) { return .task(try await start(call)) }
                return .complete(try await work(call))
            } catch {
                return .complete(error.result)
            }
        }
    }

    package func resources(_ context: CallContext) async throws -> [Resource] {
        Library.resources + (await LiveResources(backend: backend(context)).list())
    }

    package func resourceTemplates(_ context: CallContext) async throws -> [ResourceTemplate] { LiveResources.templates }

    package func read(_ uri: String, _ context: CallContext) async throws -> Outcome<[ResourceContents]> {
        if let contents = Library.contents(of: uri) { return .complete([contents]) }
        return .complete([try await LiveResources(backend: backend(context)).contents(of: uri)])
    }

    package func prompts(_ context: CallContext) async throws -> [Prompt] { Prompts.all.map(\.prompt) }

    package func prompt(_ name: String, _ arguments: [String: String], _ context: CallContext) async throws -> Outcome<PromptText> {
        guard let prompt = Prompts.all.first(where: { $0.prompt.name == name }) else {
            throw MCPError.invalidParameters("there is no prompt \(name.debugDescription)")
        }
        return .complete(prompt.text(arguments))
    }

    package func complete(_ query: CompletionQuery, _ context: CallContext) async throws -> Completion {
        guard ["skill", "name"].contains(query.argument) else { return .none }
        let names = await LiveResources(backend: backend(context)).skills().compactMap { $0.text("name") }
        return Completion(values: names.filter { $0.hasPrefix(query.value) })
    }

    package func task(_ id: String, isAwaited: Bool, _ context: CallContext) async throws -> TaskSnapshot {
        try await RunTasks(backend: backend(context)).task(id, isAwaited: isAwaited, context)
    }

    package func tasks(after cursor: String?, _ context: CallContext) async throws -> TaskPage {
        try await RunTasks(backend: backend(context)).list(after: cursor)
    }

    /// Nobody but a person answers what a run waits for.
    package func answer(_ id: String, _ responses: JSON.Object, _ context: CallContext) async throws {
        _ = try await task(id, isAwaited: false, context)
    }

    package func cancel(_ id: String, _ context: CallContext) async throws { try await RunTasks(backend: backend(context)).cancel(id) }

    /// What is embedded in the program is the same for everybody until it is replaced.
    package func cacheHint(_ list: CachedList) -> CacheHint {
        switch list {
        case .tools where hasSkillTools: .none
        case .tools, .prompts, .resourceTemplates, .discovery: CacheHint(for: .seconds(300), isShared: true)
        case .resource(let uri) where Library.contents(of: uri) != nil: CacheHint(for: .seconds(300), isShared: true)
        default: .none
        }
    }
}
