import JSON

/// Tasks in their two forms: the extension of 2026-07-28, where `tasks/get` has the result with it, and the part of 2025-11-25, where
/// `tasks/result` waits for it.
extension Operation {
    func task(_ id: String, _ content: any ServerContent, _ context: CallContext) async throws -> JSON.Object {
        let task = try await content.task(id, isAwaited: false, context)
        return context.client.revision.isStateless ? task.details : task.sessionSummary
    }

    /// In a session, a task that has ended is an error and the task itself the answer.
    func cancel(_ id: String, _ content: any ServerContent, _ context: CallContext) async throws -> JSON.Object {
        if context.client.revision.isStateless {
            try await content.cancel(id, context)
            return [:]
        }
        guard try await !content.task(id, isAwaited: false, context).hasEnded else {
            throw MCPError.invalidParameters("the task \(id.debugDescription) has ended and cannot be cancelled")
        }
        try await content.cancel(id, context)
        return try await content.task(id, isAwaited: false, context).sessionSummary
    }

    func taskResult(_ id: String, _ content: any ServerContent, _ context: CallContext) async throws -> JSON.Object {
        let task = try await content.task(id, isAwaited: true, context)
        switch task.status {
        case .completed(let result):
            var object = result.json(in: context.client.revision)
            object["_meta"] = [MetaKey.relatedTask: ["taskId": .string(id)]]
            return object
        case .failed(let error): throw error
        case .cancelled: throw MCPError.failed("the task \(id.debugDescription) was cancelled and has no result")
        case .working, .inputRequired: throw MCPError.failed("the task \(id.debugDescription) has not ended yet; ask again")
        }
    }

    func taskList(after cursor: String?, _ content: any ServerContent, _ context: CallContext) async throws -> JSON.Object {
        let page = try await content.tasks(after: cursor, context)
        var object: JSON.Object = ["tasks": .array(page.tasks.map { .object($0.sessionSummary) })]
        object["nextCursor"] = page.next.map(JSON.string)
        return object
    }
}

extension MCPError {
    /// A call that asked for a task and has come to its end without one: mostly arguments that do not fit.
    static func noTask(_ result: JSON.Object) -> MCPError {
        let text = result["content"]?[0]?["text"]?.string ?? "the call ended at once"
        return .invalidParameters("no task was made: \(text)")
    }

    static func noTasks(of tool: String) -> MCPError { .unknownMethod("tools/call of \(tool) as a task") }
}
