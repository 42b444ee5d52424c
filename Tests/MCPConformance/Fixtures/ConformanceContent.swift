package import CivilTime
package import JSON
package import MCP

/// The tools, resources and prompts that the official conformance suite calls, by the names and with the answers it expects.
package struct ConformanceContent: ServerContent {
    package let changes = ChangeFeed()
    private let clock: any Clock<Duration>
    private let tasks: FixtureTasks

    /// - Parameter clock: paces the tools that take a while.
    package init(clock: any Clock<Duration> = ContinuousClock(), now: @escaping @Sendable () -> Instant) {
        self.clock = clock
        tasks = FixtureTasks(now: now)
    }

    package var information: ServerInformation {
        ServerInformation(
            name: "mcp-conformance", title: "Conformance fixtures", version: "1.0.0", instructions: "Every tool does what its name says.")
    }

    package var offers: Offers { Offers(tools: true, resources: true, prompts: true, completion: true, tasks: true, logging: true) }

    package func tools(_ context: CallContext) async throws -> [Tool] {
        SimpleTools.list + TalkingTools.list + InputTools.list + ClientTools.list + FixtureTasks.list
    }

    package func call(_ tool: String, _ arguments: JSON.Object, _ context: CallContext) async throws -> Outcome<ToolResult> {
        if let result = SimpleTools.call(tool, arguments, changes) { return .complete(result) }
        if let result = try await TalkingTools.call(tool, context, clock) { return .complete(result) }
        if let outcome = try InputTools.call(tool, context) { return outcome }
        if let outcome = try ClientTools.call(tool, arguments, context) { return outcome }
        return try tasks.call(tool, arguments, context)
    }

    package func resources(_ context: CallContext) async throws -> [Resource] { FixtureResources.list }

    package func resourceTemplates(_ context: CallContext) async throws -> [ResourceTemplate] { FixtureResources.templates }

    package func read(_ uri: String, _ context: CallContext) async throws -> Outcome<[ResourceContents]> {
        guard let contents = FixtureResources.read(uri) else { throw MCPError.unknownResource(uri: uri) }
        return .complete([contents])
    }

    package func prompts(_ context: CallContext) async throws -> [Prompt] { FixturePrompts.list }

    package func prompt(_ name: String, _ arguments: [String: String], _ context: CallContext) async throws -> Outcome<PromptText> {
        FixturePrompts.text(name, arguments, context)
    }

    package func complete(_ query: CompletionQuery, _ context: CallContext) async throws -> Completion {
        Completion(values: ["paris", "park", "party", "hello"].filter { $0.hasPrefix(query.value) })
    }

    package func task(_ id: String, isAwaited: Bool, _ context: CallContext) async throws -> TaskSnapshot {
        var task = try tasks.snapshot(id)
        while isAwaited, case .working = task.status {
            try await clock.sleep(for: .milliseconds(50))
            task = try tasks.snapshot(id)
        }
        return task
    }

    package func tasks(after cursor: String?, _ context: CallContext) async throws -> TaskPage { TaskPage(tasks: try tasks.all(), next: nil) }

    package func answer(_ id: String, _ responses: JSON.Object, _ context: CallContext) async throws { try tasks.answer(id, responses) }

    package func cancel(_ id: String, _ context: CallContext) async throws { try tasks.cancel(id) }

    package func cacheHint(_ list: CachedList) -> CacheHint {
        if case .resource = list { CacheHint(for: .seconds(60), isShared: false) } else { CacheHint(for: .seconds(300), isShared: true) }
    }
}
