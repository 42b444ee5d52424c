/// What passes from the thread that receives a response to the task that wants it: a head, bytes in a bounded buffer, one end.
///
/// A state machine without I/O; `Transfer` holds it under a lock.
struct Delivery {
    enum Want { case head, bytes, end }

    enum Taken: Equatable {
        /// All that was buffered. `wasFull` tells that the sender was turned away and must be asked to go on.
        case bytes([UInt8], wasFull: Bool)
        case finished
        case failed(HTTPError)
        case nothing
    }

    /// The buffer never holds more than this and one chunk.
    let capacity: Int
    private(set) var isIssued = false
    /// A chunk was turned away, and the sender has not been told to go on since.
    private(set) var isFull = false
    private var head: ResponseHead?
    private var buffer: [UInt8] = []
    private var end: Result<Void, HTTPError>?

    init(capacity: Int) { self.capacity = capacity }

    var hasEnded: Bool { end != nil }

    /// Whether `want` can be had now, or never.
    func has(_ want: Want) -> Bool {
        switch want {
        case .head: head != nil || hasEnded
        case .bytes: !buffer.isEmpty || hasEnded
        case .end: hasEnded
        }
    }

    /// Leave to send the request. False if the transfer has ended, and on the second time unless the request is repeatable.
    mutating func issue(isRepeatable: Bool) -> Bool {
        guard !hasEnded, !isIssued || isRepeatable else { return false }
        isIssued = true
        return true
    }

    mutating func receive(_ head: ResponseHead) { self.head = head }

    /// False if the buffer is full: the chunk was not taken and is to be offered again after `resume`.
    mutating func receive(_ chunk: UnsafeRawBufferPointer) -> Bool {
        if hasEnded { return true }
        if buffer.count >= capacity {
            isFull = true
            return false
        }
        buffer.append(contentsOf: chunk)
        return true
    }

    /// The sender goes on, and offers again what was turned away.
    mutating func resume() { isFull = false }

    /// The first end counts. Bytes that came before a failure are still delivered, unless the consumer itself gave up.
    mutating func finish(_ result: Result<Void, HTTPError>) {
        guard !hasEnded else { return }
        end = result
        if case .failure(let error) = result, error.reason == .cancelled { buffer = [] }
    }

    /// The head; nil if it has not come yet.
    func takeHead() throws(HTTPError) -> ResponseHead? {
        if case .failure(let error) = end, head == nil || error.reason == .cancelled { throw error }
        return head
    }

    mutating func take() -> Taken {
        if !buffer.isEmpty {
            let bytes = buffer
            let wasFull = isFull
            buffer = []
            return .bytes(bytes, wasFull: wasFull)
        }
        return switch end {
        case nil: .nothing
        case .success: .finished
        case .failure(let error): .failed(error)
        }
    }
}
