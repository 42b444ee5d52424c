import JSON

/// What a session wants done. Sends are done in their order, before anything that follows from a later event.
enum Effect: Sendable {
    /// - Parameter about: the client's request the message belongs to; nil for what concerns the connection as a whole. A response ends
    ///   what there is to say about its request.
    case send(Message, about: RequestID?)
    case perform(Call)
    /// The handler of the call is to be cancelled, and nothing more will be said about the request.
    case abandon(RequestID)
}

/// A request for the content of the server, with all a handler needs to know.
struct Call: Sendable {
    let id: RequestID
    let operation: Operation
    let client: Client
    let principal: String?
    /// Whether it may be answered with a task.
    let wantsTask: Bool
    var responses: JSON.Object
    var state: JSON?
}
