import Synchronization

/// An HTTP client (HTTP/1.1, and HTTP/2 over TLS) on one thread of its own, for any number of requests at a time.
///
/// It keeps no cookies, reads no `.netrc`, uses no proxy, and verifies certificates always. A status such as 404 or 500 is a
/// response, not an error. When the client is shut down or released, its transfers end with `.cancelled`.
package final class Client: Sendable {
    package struct Options: Sendable {
        /// An address for a host and port, instead of what the system would resolve.
        package struct Resolution: Sendable {
            package let host: String
            package let port: Int
            package let address: IPAddress

            package init(host: String, port: Int, address: IPAddress) {
                self.host = host
                self.port = port
                self.address = address
            }
        }

        /// Asked anew for each request. For tests: what no name server says.
        package var resolutions: @Sendable () -> [Resolution] = { [] }
        /// The path of a PEM bundle to trust instead of the system's.
        package var certificateAuthorities: String?
        /// For requests that name none.
        package var userAgent = "ratchet"
        /// The monotonic clock that idle and total timeouts are measured with.
        var clock: @Sendable () -> ContinuousClock.Instant = { .now }

        package init() {}
    }

    private let options: Options
    private let driver: Driver
    private let thread: Mutex<OwnedThread?>

    /// Starts the thread. Fails with `.unavailable` if the machine has none left.
    package init(_ options: Options = Options()) throws(HTTPError) {
        let driver = try Driver(options: options)
        do {
            thread = Mutex(try OwnedThread { driver.run() })
        } catch {
            driver.abandon()
            throw HTTPError(reason: .unavailable("no thread (error \(error.code))"), host: "any host", mayHaveReachedServer: false)
        }
        self.driver = driver
        self.options = options
    }

    deinit {
        driver.post(.stop(nil))
        thread.withLock { $0 }?.detach()
    }

    /// Ends all transfers with `.cancelled` and closes all connections; returns when that is done and the thread has ended.
    /// A second call waits for the same end. Requests made afterwards are refused with `.cancelled`.
    package func shutdown() async {
        await withCheckedContinuation { driver.post(.stop($0)) }
        let ended = thread.withLock { thread in
            defer { thread = nil }
            return thread
        }
        ended?.join()
    }

    /// Sends a request and collects the response's body. Cancelling the task cancels the request.
    package func send(_ request: Request) async throws(HTTPError) -> Response {
        let (lease, head) = try await open(request, isStreamed: false)
        let body = try await lease.transfer.body()
        return Response(status: head.status, headers: head.headers, body: body, url: lease.transfer.request.url)
    }

    /// Sends a request and returns when the head of the final response is there; the body follows as it comes.
    ///
    /// While nobody takes the body, no more than 80 KiB of it are read ahead and the server has to wait. Cancelling the task that
    /// takes it, or letting go of the response, cancels the request.
    package func stream(_ request: Request) async throws(HTTPError) -> StreamedResponse {
        let (lease, head) = try await open(request, isStreamed: true)
        return StreamedResponse(status: head.status, headers: head.headers, url: lease.transfer.request.url, body: StreamedResponse.Body(lease))
    }

    /// Sends, and follows redirects as the request allows, until a response is the final one. One timeout spans all hops.
    private func open(_ request: Request, isStreamed: Bool) async throws(HTTPError) -> (Lease, ResponseHead) {
        try request.validate()
        let start = options.clock()
        var request = request
        var hops = 0
        while true {
            let left = request.timeout.map { $0 - start.duration(to: options.clock()) }
            if let left, let timeout = request.timeout, left <= .zero {
                throw HTTPError(.timeout(.total, after: timeout), url: request.url, mayHaveReachedServer: hops > 0)
            }
            if Task.isCancelled { throw HTTPError(.cancelled, url: request.url, mayHaveReachedServer: hops > 0) }
            let lease = Lease(Transfer(request, timeLeft: left, isStreamed: isStreamed, isContinuation: hops > 0, driver: driver))
            lease.transfer.start()
            let head = try await lease.transfer.head()
            guard let next = try request.redirected(by: head, after: hops) else { return (lease, head) }
            await lease.transfer.discard()
            request = next
            hops += 1
        }
    }
}

/// Somebody's interest in a transfer. The transfer is cancelled when nobody is left.
final class Lease: Sendable {
    let transfer: Transfer

    init(_ transfer: Transfer) { self.transfer = transfer }

    deinit { transfer.cancel() }
}
