package import JSON

/// How a handler ends.
package enum Outcome<Value: Sendable>: Sendable {
    case complete(Value)
    /// The client is asked for all of them, by keys of the handler's choice, and the handler is called again with what it said. `state` comes
    /// back as it was given: it is sealed on its way through the client, for ten minutes, for the same caller and the same arguments.
    case inputRequired([String: InputRequest], state: JSON? = nil)
    /// The call goes on as a task that is durable already. Only for tool calls, and only when `context.wantsTask`.
    case task(TaskSnapshot)
}
