import JSON
import Synchronization

/// Carries out what a session wants done: sends, runs handlers, cancels them.
///
/// `deliver` gets everything to be sent, one call at a time and in order. It must not wait, and must not call back into the connection.
final class Connection: Sendable {
    enum Delivery: Sendable {
        /// - Parameter about: as in `Effect.send`.
        case message(Message, about: RequestID?)
        /// The request was cancelled: nothing will be sent about it any more, not even an answer.
        case end(RequestID)
    }

    private struct State {
        var session: Session
        var handlers: [RequestID: Task<Void, Never>] = [:]
        var waiting: [CheckedContinuation<Void, Never>] = []
        var isClosed = false
        /// What the feed was told last.
        var watched: Set<String> = []
    }

    private let server: Server
    private let deliver: @Sendable (Delivery) -> Void
    private let state: Mutex<State>
    private let feed: Mutex<Int?> = Mutex(nil)

    init(
        _ server: Server, isStateless: Bool = false, principal: String? = nil,
        deliver: @escaping @Sendable (Delivery) -> Void
    ) {
        self.server = server
        self.deliver = deliver
        state = Mutex(State(session: server.session(isStateless: isStateless, principal: principal)))
        let key = server.content.changes.add { [weak self] change in self?.handle { session in session.changed(change) } }
        feed.withLock { $0 = key }
    }

    deinit { close() }

    /// Whether requests are under way that will be answered.
    var isBusy: Bool { state.withLock { $0.session.isBusy } }

    /// The revision the session has agreed on; nil before that.
    var revision: Revision? { state.withLock { $0.session.client?.revision } }

    func receive(_ message: Message) {
        let now = server.now()
        handle { session in session.receive(message, at: now) }
    }

    /// Answers a frame that could not be read.
    func refuse(_ unreadable: UnreadableMessage) {
        handle { session in [.send(session.refuse(unreadable), about: unreadable.id)] }
    }

    /// As if the client had cancelled the request.
    func cancel(_ id: RequestID) { handle { session in session.cancel(id) } }

    /// Answers all subscriptions, which ends them.
    func endSubscriptions() { handle { session in session.endSubscriptions() } }

    /// Ends subscriptions and returns when all requests under way have been answered.
    func finish() async {
        endSubscriptions()
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock {
                if $0.session.isBusy, !$0.isClosed { $0.waiting.append(continuation) }
                return !$0.session.isBusy || $0.isClosed
            }
            if isIdle { continuation.resume() }
        }
        close()
    }

    /// Cancels everything; nothing is sent any more.
    func close() {
        forget()
        let (handlers, waiting) = state.withLock { state in
            state.isClosed = true
            defer { (state.handlers, state.waiting) = ([:], []) }
            return (Array(state.handlers.values), state.waiting)
        }
        for handler in handlers { handler.cancel() }
        for continuation in waiting { continuation.resume() }
    }

    private func forget() {
        if let key = feed.withLock({ $0.take() }) { server.content.changes.remove(key) }
    }

    /// One event: the session decides, and what it wants is done before the next event is looked at.
    private func handle(_ event: (inout Session) -> [Effect]) {
        let waiting = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            guard !state.isClosed else { return [] }
            for effect in event(&state.session) { carryOut(effect, &state) }
            tellWatched(&state)
            guard !state.session.isBusy else { return [] }
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Within the event, so that the feed hears of one set after the other in their order.
    private func tellWatched(_ state: inout State) {
        let watched = state.session.watchedResources
        guard watched != state.watched, let key = feed.withLock({ $0 }) else { return }
        state.watched = watched
        server.content.changes.watch(watched, for: key)
    }

    private func carryOut(_ effect: Effect, _ state: inout State) {
        switch effect {
        case .send(let message, let about): deliver(.message(message, about: about))
        case .abandon(let id):
            state.handlers.removeValue(forKey: id)?.cancel()
            deliver(.end(id))
        case .perform(let call): state.handlers[call.id] = handler(of: call)
        }
    }

    /// A task of its own, because requests overlap and outlive the frame that brought them. The connection owns it: it is cancelled with the
    /// request or the connection, and `finish` waits for it.
    private func handler(of call: Call) -> Task<Void, Never> {
        Task { [server, weak self] in
            let context = CallContext(
                client: call.client, principal: call.principal, responses: call.responses, state: call.state, wantsTask: call.wantsTask
            ) {
                [weak self] notice in
                self?.handle { session in session.notice(notice, about: call.id) }
            }
            let answer = await call.operation.perform(on: server.content, context, pageSize: server.pageSize)
            self?.completed(call.id, answer)
        }
    }

    private func completed(_ id: RequestID, _ answer: Answer) {
        let now = server.now()
        state.withLock { _ = $0.handlers.removeValue(forKey: id) }
        handle { session in session.complete(id, answer, at: now) }
    }
}
