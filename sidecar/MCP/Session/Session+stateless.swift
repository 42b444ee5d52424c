import CivilTime
import JSON

/// Requests that stand for themselves (revision 2026-07-28).
extension Session {
    mutating func answerStateless(
        _ request: Message.Request, _ params: Parameters, _ meta: JSON.Object?, _ now: Instant
    ) throws(MCPError) -> [Effect] {
        let client = try Client(meta: meta)
        if request.method == "subscriptions/listen" { return try listen(request.id, params) }
        let operation = try Operation(request.method, params, offers: options.offers, client: client)
        let details = try RequestMeta(meta)
        guard operation.takesInput else { return start(request.id, operation, client, details, responses: [:], state: nil) }
        var state: JSON?
        if let text = try params.text("requestState") {
            state = try options.seal.open(text, for: operation.binding(principal), at: now)
        }
        let responses = JSON.Object((try params.object("inputResponses") ?? [:]).filter { $0.1.object != nil })
        return start(request.id, operation, client, details, responses: responses, state: state)
    }

    private mutating func listen(_ id: RequestID, _ params: Parameters) throws(MCPError) -> [Effect] {
        let filter = try SubscriptionFilter(params, offers: options.offers)
        listening[id] = filter
        let acknowledgement = Message.Notification(
            method: "notifications/subscriptions/acknowledged",
            params: ["_meta": [MetaKey.subscriptionID: id.json], "notifications": filter.json])
        return [.send(.notification(acknowledgement), about: id)]
    }

    /// Ends all subscriptions in the orderly way, with a result each: a client takes that for a clean end.
    mutating func endSubscriptions() -> [Effect] {
        defer { listening = [:] }
        return listening.keys.map { id in
            done(id, ["resultType": "complete", "_meta": [MetaKey.subscriptionID: id.json, MetaKey.serverInfo: options.information.json]])
        }
    }

    /// The answer of a handler, in the form of these revisions.
    func encode(_ answer: Answer, of call: Call, at now: Instant) throws(MCPError) -> JSON.Object {
        var result: JSON.Object
        switch answer {
        case .complete(let members):
            result = ["resultType": "complete"]
            for (key, value) in members { result[key] = value }
        case .inputRequired(let requests, let state):
            if let missing = call.client.lacking(for: requests.values) { throw .missingCapability(missing) }
            result = ["resultType": "input_required"]
            if !requests.isEmpty { result["inputRequests"] = .requests(requests) }
            result["requestState"] = state.map { .string(options.seal.seal($0, for: call.operation.binding(principal), at: now)) }
        case .task(let task):
            guard call.client.takesTasks else { throw .missingCapability(["extensions": [MetaKey.tasks: [:]]]) }
            result = ["resultType": "task"]
            for (key, value) in task.summary { result[key] = value }
        case .refused(let error): throw error
        }
        result["_meta"] = [MetaKey.serverInfo: options.information.json]
        return result
    }
}

extension Operation {
    /// What a sealed state belongs to.
    fileprivate func binding(_ principal: String?) -> JSON {
        let what: JSON =
            switch self {
            case .callTool(let name, let arguments): ["tools/call", .string(name), .object(arguments)]
            case .getPrompt(let name, let arguments):
                ["prompts/get", .string(name), .object(JSON.Object(arguments.map { ($0.key, .string($0.value)) }))]
            case .readResource(let uri): ["resources/read", .string(uri)]
            default: nil
            }
        return [principal.map(JSON.string) ?? .null, what]
    }
}
