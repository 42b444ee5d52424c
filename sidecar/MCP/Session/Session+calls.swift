import CivilTime
import JSON

/// Requests whose answer takes a handler.
extension Session {
    mutating func start(
        _ id: RequestID, _ operation: Operation, _ client: Client, _ meta: RequestMeta, responses: JSON.Object, state: JSON?,
        asTask: Bool = false
    ) -> [Effect] {
        let call = Call(
            id: id, operation: operation, client: client, principal: principal, wantsTask: asTask || client.takesTasks, responses: responses,
            state: state)
        underWay[id] = UnderWay(call: call, meta: meta)
        return [.perform(call)]
    }

    /// The handler has ended. Nothing comes of it when the request was cancelled meanwhile.
    mutating func complete(_ id: RequestID, _ answer: Answer, at now: Instant) -> [Effect] {
        guard let work = underWay[id] else { return [] }
        do throws(MCPError) {
            if work.call.client.revision.isStateless {
                let result = try encode(answer, of: work.call, at: now)
                underWay[id] = nil
                return [done(id, result)]
            }
            switch answer {
            case .complete(let result):
                if work.call.wantsTask { throw .noTask(result) }
                underWay[id] = nil
                return [done(id, result)]
            case .inputRequired(let requests, let state): return try ask(requests, state, work)
            case .task(let task):
                guard work.call.wantsTask else { throw .failed("a task was made for a client that cannot take one") }
                underWay[id] = nil
                return [done(id, ["task": .object(task.sessionSummary)])]
            case .refused(let error): throw error
            }
        } catch {
            underWay[id] = nil
            return [.send(.response(Message.Response(id: id, .error(error.remote(in: work.call.client.revision)))), about: id)]
        }
    }

    /// Sessions: the client is asked while its own request stays open.
    private mutating func ask(_ requests: [String: InputRequest], _ state: JSON?, _ work: UnderWay) throws(MCPError) -> [Effect] {
        if let missing = work.call.client.lacking(for: requests.values) { throw .missingCapability(missing) }
        guard !requests.isEmpty, work.rounds < UnderWay.mostRounds else { throw .failed("the call asked the client too often") }
        var work = work
        work.rounds += 1
        work.open = Set(requests.keys)
        work.call.state = state
        work.call.responses = [:]
        underWay[work.call.id] = work
        return requests.sorted { $0.key < $1.key }.map { key, request in
            let id = nextQuestion()
            questions[id] = (work.call.id, key)
            return .send(.request(Message.Request(id: id, method: request.method, params: request.params)), about: work.call.id)
        }
    }

    /// An answer of the client to a question. With the last one the handler is called again.
    mutating func take(_ response: Message.Response) -> [Effect] {
        guard let id = response.id, let (call, key) = questions.removeValue(forKey: id), var work = underWay[call] else { return [] }
        switch response.outcome {
        case .error(let error):
            underWay[call] = nil
            let reason = MCPError.failed("the client did not provide \(key): \(error.message)")
            return withdraw(questionsOf: call)
                + [.send(.response(Message.Response(id: call, .error(reason.remote(in: work.call.client.revision)))), about: call)]
        case .result(let result):
            work.call.responses[key] = .object(result)
            work.open.remove(key)
            underWay[call] = work
            return work.open.isEmpty ? [.perform(work.call)] : []
        }
    }

    mutating func heed(_ notification: Message.Notification) -> [Effect] {
        guard notification.method == "notifications/cancelled", let id = RequestID(notification.params["requestId"]) else { return [] }
        return cancel(id)
    }

    /// The request is not answered any more. Nothing happens when it is not under way.
    mutating func cancel(_ id: RequestID) -> [Effect] {
        let isKnown = underWay.removeValue(forKey: id) != nil || listening.removeValue(forKey: id) != nil
        return isKnown ? withdraw(questionsOf: id) + [.abandon(id)] : []
    }

    private mutating func withdraw(questionsOf call: RequestID) -> [Effect] {
        let open = questions.filter { $0.value.call == call }.keys
        for id in open { questions[id] = nil }
        return open.map { id in
            .send(.notification(Message.Notification(method: "notifications/cancelled", params: ["requestId": id.json])), about: call)
        }
    }
}
