import Testing

@testable import HTTPClient

@Suite struct DeliveryTests {
    private func offer(_ delivery: inout Delivery, _ bytes: [UInt8]) -> Bool { bytes.withUnsafeBytes { delivery.receive($0) } }
    private let error = HTTPError(reason: .reset("gone"), host: "h", mayHaveReachedServer: true)
    private let cancelled = HTTPError(reason: .cancelled, host: "h", mayHaveReachedServer: true)

    @Test func `a full buffer turns chunks away until it is taken`() {
        var delivery = Delivery(capacity: 4)
        #expect(offer(&delivery, [1, 2, 3]))
        #expect(offer(&delivery, [4, 5, 6]))
        #expect(!offer(&delivery, [7]))
        #expect(delivery.isFull)
        #expect(delivery.take() == .bytes([1, 2, 3, 4, 5, 6], wasFull: true))
        #expect(delivery.isFull)
        delivery.resume()
        #expect(!delivery.isFull)
        #expect(offer(&delivery, [7]))
        #expect(delivery.take() == .bytes([7], wasFull: false))
        #expect(delivery.take() == .nothing)
    }

    @Test func `bytes before a failure are delivered first`() {
        var delivery = Delivery(capacity: 4)
        #expect(offer(&delivery, [1]))
        delivery.finish(.failure(error))
        #expect(delivery.take() == .bytes([1], wasFull: false))
        #expect(delivery.take() == .failed(error))
    }

    @Test func `a cancellation drops what was not read, head and all`() {
        var delivery = Delivery(capacity: 4)
        delivery.receive(ResponseHead(status: 200))
        #expect(offer(&delivery, [1]))
        delivery.finish(.failure(cancelled))
        #expect(delivery.take() == .failed(cancelled))
        #expect(throws: cancelled) { try delivery.takeHead() }
        #expect(offer(&delivery, [2]))
        #expect(delivery.take() == .failed(cancelled))
    }

    @Test func `the first end counts`() {
        var delivery = Delivery(capacity: 4)
        delivery.finish(.success(()))
        delivery.finish(.failure(error))
        #expect(delivery.take() == .finished)
    }

    @Test func `a head that has come is given even if the body failed`() throws {
        var delivery = Delivery(capacity: 4)
        #expect(try delivery.takeHead() == nil)
        delivery.receive(ResponseHead(status: 200))
        delivery.finish(.failure(error))
        #expect(try delivery.takeHead()?.status == 200)
    }

    @Test func `leave to send is given once, again only to repeatable requests, and never after the end`() {
        var delivery = Delivery(capacity: 4)
        let leaves = [false, false, true].map { delivery.issue(isRepeatable: $0) }
        #expect(leaves == [true, false, true])
        var ended = Delivery(capacity: 4)
        ended.finish(.failure(cancelled))
        let late = ended.issue(isRepeatable: true)
        #expect(!late)
        #expect(!ended.isIssued)
    }

    @Test func `each want is met by its own event, and by the end`() {
        var delivery = Delivery(capacity: 4)
        #expect(!delivery.has(.head))
        delivery.receive(ResponseHead(status: 200))
        #expect(delivery.has(.head) && !delivery.has(.bytes))
        #expect(offer(&delivery, [1]))
        #expect(delivery.has(.bytes) && !delivery.has(.end))
        delivery.finish(.success(()))
        #expect(delivery.has(.end))
    }
}
