import JSON

/// What performing an operation came to.
enum Answer: Sendable {
    case complete(JSON.Object)
    case inputRequired([String: InputRequest], state: JSON?)
    case task(TaskSnapshot)
    case refused(MCPError)
}

extension Operation {
    /// Never throws: what goes wrong is an answer, too. Errors that are not `MCPError` keep their text to themselves.
    func perform(on content: any ServerContent, _ context: CallContext, pageSize: Int) async -> Answer {
        do {
            return try await attempt(content, context, pageSize)
        } catch let error as MCPError {
            return .refused(error)
        } catch {
            return .refused(.failed("the server failed to carry out the request"))
        }
    }

    private func attempt(_ content: any ServerContent, _ context: CallContext, _ size: Int) async throws -> Answer {
        let revision = context.client.revision
        switch self {
        case .discover: return .complete(discovery(content))
        case .listTools(let cursor):
            let page = try ListPage(of: try await content.tools(context), after: cursor, size: size, by: \.name)
            return .complete(page.json("tools") { $0.json(in: revision) }.hinted(content, .tools, revision))
        case .callTool(let name, let arguments): return try await call(name, arguments, content, context)
        case .listResources(let cursor):
            let page = try ListPage(of: try await content.resources(context), after: cursor, size: size, by: \.uri)
            return .complete(page.json("resources", \.json).hinted(content, .resources, revision))
        case .listResourceTemplates(let cursor):
            let page = try ListPage(of: try await content.resourceTemplates(context), after: cursor, size: size, by: \.uriTemplate)
            return .complete(page.json("resourceTemplates", \.json).hinted(content, .resourceTemplates, revision))
        case .readResource(let uri):
            return Answer(try await content.read(uri, context)) { contents in
                JSON.Object([("contents", .array(contents.map(\.json)))]).hinted(content, .resource(uri: uri), revision)
            }
        case .listPrompts(let cursor):
            let page = try ListPage(of: try await content.prompts(context), after: cursor, size: size, by: \.name)
            return .complete(page.json("prompts", \.json).hinted(content, .prompts, revision))
        case .getPrompt(let name, let arguments): return try await prompt(name, arguments, content, context)
        case .complete(let query): return .complete(try await content.complete(query, context).json)
        case .getTask(let id): return .complete(try await task(id, content, context))
        case .answerTask(let id, let responses):
            try await content.answer(id, responses, context)
            return .complete([:])
        case .cancelTask(let id): return .complete(try await cancel(id, content, context))
        case .taskResult(let id): return .complete(try await taskResult(id, content, context))
        case .listTasks(let cursor): return .complete(try await taskList(after: cursor, content, context))
        }
    }

    private func discovery(_ content: any ServerContent) -> JSON.Object {
        var result: JSON.Object = [
            "supportedVersions": .array(Revision.allCases.map { .string($0.rawValue) }), "capabilities": content.offers.json(in: .july2026),
        ]
        result["instructions"] = content.information.instructions.map(JSON.string)
        return result.hinted(content, .discovery, .july2026)
    }

    private func call(
        _ name: String, _ arguments: JSON.Object, _ content: any ServerContent, _ context: CallContext
    ) async throws -> Answer {
        guard let tool = try await content.tool(name, context) else {
            throw MCPError.invalidParameters("there is no tool \(name.debugDescription)")
        }
        guard tool.mayBecomeTask || context.client.revision.isStateless || !context.wantsTask else { throw MCPError.noTasks(of: name) }
        if let complaint = tool.complaint(about: arguments) { return .complete(complaint.json(in: context.client.revision)) }
        let outcome = try await content.call(name, arguments, context)
        if case .complete(let result) = outcome, let reason = tool.breach(by: result) { throw MCPError.failed(reason) }
        return Answer(outcome) { $0.json(in: context.client.revision) }
    }

    private func prompt(
        _ name: String, _ arguments: [String: String], _ content: any ServerContent, _ context: CallContext
    ) async throws -> Answer {
        guard let prompt = try await content.prompts(context).first(where: { $0.name == name }) else {
            throw MCPError.invalidParameters("there is no prompt \(name.debugDescription)")
        }
        if let missing = prompt.arguments.first(where: { $0.isRequired && arguments[$0.name] == nil }) {
            throw MCPError.invalidParameters("the prompt \(name) needs the argument \(missing.name.debugDescription)")
        }
        return Answer(try await content.prompt(name, arguments, context), \.json)
    }
}

extension Answer {
    fileprivate init<Value>(_ outcome: Outcome<Value>, _ encode: (Value) -> JSON.Object) {
        switch outcome {
        case .complete(let value): self = .complete(encode(value))
        case .inputRequired(let requests, let state): self = .inputRequired(requests, state: state)
        case .task(let task): self = .task(task)
        }
    }
}

extension JSON.Object {
    /// With the hint for caches, which the older revisions do not know.
    fileprivate func hinted(_ content: any ServerContent, _ list: CachedList, _ revision: Revision) -> JSON.Object {
        guard revision.isStateless else { return self }
        var result = self
        content.cacheHint(list).add(to: &result)
        return result
    }
}
