import Synchronization

/// One request and its response, on its way from the client's thread to one consumer.
final class Transfer: Sendable {
    private struct State {
        var delivery: Delivery
        var waiting: [(want: Delivery.Want, continuation: CheckedContinuation<Void, Never>)] = []
    }

    let request: Request
    /// What is left of the request's timeout at the start of this hop.
    let timeLeft: Duration?
    /// A streamed response is held in a bounded buffer and not decompressed, since one compressed read can unpack into megabytes;
    /// a collected one is bounded by `maxBytes` instead.
    let isStreamed: Bool
    /// Whether an earlier hop of the same exchange has reached its server.
    private let isContinuation: Bool
    private let driver: Driver
    private let state: Mutex<State>

    static let streamCapacity = 64 << 10

    init(_ request: Request, timeLeft: Duration?, isStreamed: Bool, isContinuation: Bool, driver: Driver) {
        self.request = request
        self.timeLeft = timeLeft
        self.isStreamed = isStreamed
        self.isContinuation = isContinuation
        self.driver = driver
        state = Mutex(State(delivery: Delivery(capacity: isStreamed ? Self.streamCapacity : .max)))
    }

    func start() { driver.post(.start(self)) }

    /// Ends the transfer with `.cancelled` at once; the connection is closed or released soon after. Nothing happens at or after its end.
    func cancel() {
        if finish(.cancelled) { driver.post(.cancel(self)) }
    }
}

/// The consumer's side. Cancelling the task cancels the transfer.
extension Transfer {
    func head() async throws(HTTPError) -> ResponseHead {
        await wait(for: .head)
        guard let head = try state.withLock({ state throws(HTTPError) in try state.delivery.takeHead() }) else {
            throw error(.protocolError("no response head"))
        }
        return head
    }

    /// All bytes that have come since the last call, at least one; nil at the end.
    func next() async throws(HTTPError) -> [UInt8]? {
        try await take(after: .bytes)
    }

    /// The whole body.
    func body() async throws(HTTPError) -> [UInt8] {
        await wait(for: .end)
        var body: [UInt8] = []
        while let bytes = try await take(after: .end) { body.isEmpty ? body = bytes : body.append(contentsOf: bytes) }
        return body
    }

    /// Reads on for a little while, so that the connection can be used again, then gives up on it. What becomes of it is no matter.
    func discard() async {
        var discarded = 0
        while discarded < Self.streamCapacity, let bytes = try? await next() { discarded += bytes.count }
        cancel()
    }

    private func take(after want: Delivery.Want) async throws(HTTPError) -> [UInt8]? {
        while true {
            await wait(for: want)
            switch state.withLock({ $0.delivery.take() }) {
            case .bytes(let bytes, let wasFull):
                if wasFull { driver.post(.resume(self)) }
                return bytes
            case .finished: return nil
            case .failed(let error): throw error
            case .nothing: continue
            }
        }
    }

    private func wait(for want: Delivery.Want) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    if state.delivery.has(want) { return true }
                    state.waiting.append((want, continuation))
                    return false
                }
                if isReady { continuation.resume() }
            }
        } onCancel: {
            cancel()
        }
    }
}

/// The client's thread's side.
extension Transfer {
    var isFull: Bool { state.withLock { $0.delivery.isFull } }

    var isIssued: Bool { state.withLock { $0.delivery.isIssued } }

    func issue() -> Bool { change { $0.issue(isRepeatable: request.isRepeatable) } }

    func receive(_ head: ResponseHead) { change { $0.receive(head) } }

    func resume() { change { $0.resume() } }

    func receive(_ chunk: UnsafeRawBufferPointer) -> Bool { change { $0.receive(chunk) } }

    /// Ends the transfer, with an error if `reason` is given. False if it had ended before.
    @discardableResult
    func finish(_ reason: HTTPError.Reason?) -> Bool {
        change { delivery in
            let isFirst = !delivery.hasEnded
            let sent = delivery.isIssued || isContinuation
            delivery.finish(reason.map { .failure(HTTPError($0, url: request.url, mayHaveReachedServer: sent)) } ?? .success(()))
            return isFirst
        }
    }

    private func error(_ reason: HTTPError.Reason) -> HTTPError {
        HTTPError(reason, url: request.url, mayHaveReachedServer: isContinuation || isIssued)
    }

    /// Changes the delivery and wakes whom the change concerns, after the lock is released.
    private func change<Answer>(_ body: (inout Delivery) -> Answer) -> Answer {
        let (answer, ready) = state.withLock { state in
            let answer = body(&state.delivery)
            let ready = state.waiting.filter { state.delivery.has($0.want) }
            if !ready.isEmpty { state.waiting.removeAll { state.delivery.has($0.want) } }
            return (answer, ready)
        }
        for waiter in ready { waiter.continuation.resume() }
        return answer
    }
}
