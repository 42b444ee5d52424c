package import CivilTime
import JSON

/// A long tool call that the client comes back for (extension `io.modelcontextprotocol/tasks`).
package struct TaskSnapshot: Sendable {
    package enum Status: Sendable {
        case working
        /// It waits for the client; only what is still unanswered is listed.
        case inputRequired([String: InputRequest])
        /// The tool ran to its end; it may still have found an error.
        case completed(ToolResult)
        /// The call could not be carried out at all.
        case failed(MCPError)
        case cancelled
    }

    package var id: String
    package var status: Status
    package var message: String?
    package var created: Instant
    package var updated: Instant
    /// How long it can be asked for from its creation; nil is for ever.
    package var timeToLive: Duration?
    /// How long to wait before asking again.
    package var pollInterval: Duration?

    package init(
        id: String, status: Status, message: String? = nil, created: Instant, updated: Instant, timeToLive: Duration? = nil,
        pollInterval: Duration? = nil
    ) {
        self.id = id
        self.status = status
        self.message = message
        self.created = created
        self.updated = updated
        self.timeToLive = timeToLive
        self.pollInterval = pollInterval
    }
}

/// Some of the tasks there are.
package struct TaskPage: Sendable {
    package var tasks: [TaskSnapshot]
    /// What to ask for the rest with; nil on the last page.
    package var next: String?

    package init(tasks: [TaskSnapshot], next: String?) {
        self.tasks = tasks
        self.next = next
    }
}

extension TaskSnapshot {
    /// The task alone, as the call that made it is answered.
    var summary: JSON.Object {
        var object: JSON.Object = ["taskId": .string(id), "status": .string(statusName)]
        object["statusMessage"] = message.map(JSON.string)
        object["createdAt"] = .string(created.rfc3339)
        object["lastUpdatedAt"] = .string(updated.rfc3339)
        object["ttlMs"] = timeToLive.map { .int($0.milliseconds) } ?? .null
        object["pollIntervalMs"] = pollInterval.map { .int($0.milliseconds) }
        return object
    }

    /// The task with what it came to, or what it waits for, as `tasks/get` answers.
    var details: JSON.Object {
        var object = summary
        switch status {
        case .working, .cancelled: break
        case .inputRequired(let requests): object["inputRequests"] = .requests(requests)
        case .completed(let result): object["result"] = .object(result.json(in: .july2026))
        case .failed(let error): object["error"] = error.remote(in: .july2026).json
        }
        return object
    }

    /// The task alone, as sessions of 2025-11-25 know it.
    var sessionSummary: JSON.Object {
        var object: JSON.Object = ["taskId": .string(id), "status": .string(statusName)]
        object["statusMessage"] = message.map(JSON.string)
        object["createdAt"] = .string(created.rfc3339)
        object["lastUpdatedAt"] = .string(updated.rfc3339)
        object["ttl"] = timeToLive.map { .int($0.milliseconds) } ?? .null
        object["pollInterval"] = pollInterval.map { .int($0.milliseconds) }
        return object
    }

    /// Whether nothing more becomes of it.
    package var hasEnded: Bool {
        switch status {
        case .working, .inputRequired: false
        case .completed, .failed, .cancelled: true
        }
    }

    private var statusName: String {
        switch status {
        case .working: "working"
        case .inputRequired: "input_required"
        case .completed: "completed"
        case .failed: "failed"
        case .cancelled: "cancelled"
        }
    }
}

extension JSON {
    /// Requests for input by their keys, in the order of the keys.
    static func requests(_ requests: [String: InputRequest]) -> JSON {
        .object(JSON.Object(requests.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) }))
    }
}
