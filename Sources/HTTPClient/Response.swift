/// A response with its whole body, decompressed.
package struct Response: Sendable {
    package let status: Int
    package let headers: Headers
    package let body: [UInt8]
    /// Where it came from, after redirects.
    package let url: URL
}

/// A response whose body is still arriving.
package struct StreamedResponse: Sendable {
    package let status: Int
    package let headers: Headers
    /// Where it comes from, after redirects.
    package let url: URL
    /// To be read once, by one task.
    package let body: Body

    /// The body in pieces of any size but none empty. Fails with an `HTTPError` where the response breaks off, after all bytes before.
    package struct Body: AsyncSequence, Sendable {
        package typealias Element = [UInt8]
        package typealias Failure = HTTPError

        let lease: Lease

        init(_ lease: Lease) { self.lease = lease }

        package func makeAsyncIterator() -> Iterator { Iterator(lease: lease) }

        package struct Iterator: AsyncIteratorProtocol {
            fileprivate let lease: Lease

            package mutating func next(isolation actor: isolated (any Actor)?) async throws(HTTPError) -> [UInt8]? {
                try await lease.transfer.next()
            }
        }
    }
}
