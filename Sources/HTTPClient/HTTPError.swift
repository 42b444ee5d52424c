/// Why a request has no usable response, with whom it was, and whether the server may have acted on it.
package struct HTTPError: Error, Sendable, Equatable {
    package let reason: Reason
    /// Host and port of the request, or of the redirect's hop, that failed; empty when no URL could be read.
    package let host: String
    /// False only if no byte of the request left this machine, so that sending it again cannot repeat an effect.
    ///
    /// It is decided where libcurl asks for leave to send (`CURLOPT_PREREQFUNCTION`), under the lock that also ends the
    /// transfer, so a cancellation never claims "not sent" of a request that goes out a moment later. A request that was
    /// redirected has reached a server whatever became of its later hops.
    package let mayHaveReachedServer: Bool

    package enum Reason: Sendable, Equatable {
        /// The text is not an absolute http or https URL this client would send.
        case invalidURL(String)
        /// A header or a body that must not be sent as given.
        case invalidRequest(String)
        /// The machine has no memory, threads or descriptors left for a transfer.
        case unavailable(String)
        case resolve(String)
        case connect(String)
        case tls(String)
        /// The address policy refuses every address the host has. `kind` names the reserved range.
        case deniedAddress(address: String, kind: String)
        case timeout(Phase, after: Duration)
        /// The decoded body is longer than `maxBytes`.
        case tooLarge(limit: Int)
        case redirect(String)
        /// The server's bytes are not HTTP, or not what was asked for.
        case protocolError(String)
        /// The connection ended before the response did.
        case reset(String)
        /// The task was cancelled, the stream dropped or the client shut down.
        case cancelled
    }

    package enum Phase: String, Sendable {
        /// Resolving, connecting and the TLS handshake.
        case connect
        /// From the first hop's start to the last byte of the body.
        case total
        /// No byte moved in either direction.
        case idle
    }
}

extension HTTPError {
    init(_ reason: Reason, url: URL, mayHaveReachedServer: Bool = false) {
        self.init(reason: reason, host: url.authority, mayHaveReachedServer: mayHaveReachedServer)
    }
}

extension HTTPError: CustomStringConvertible {
    package var description: String {
        switch reason {
        case .invalidURL(let problem): "invalid URL: \(problem)"
        case .invalidRequest(let problem): "request to \(host) not sent: \(problem)"
        case .unavailable(let problem): "request to \(host) not sent: \(problem); see the process's memory, thread and file limits"
        case .resolve(let detail): "cannot resolve \(host): \(detail); check the name and this machine's DNS"
        case .connect(let detail): "cannot connect to \(host): \(detail); check that the service runs and that the port is right"
        case .tls(let detail): "no secure connection to \(host): \(detail); check the server's certificate and this machine's CA bundle"
        case .deniedAddress(let address, let kind):
            "\(host) is at \(address), a \(kind) address, which this request may not reach; allow the address for this service if it is meant"
        case .timeout(.connect, let limit): "no connection to \(host) within \(limit); check that it is reachable, or raise the connect timeout"
        case .timeout(.total, let limit): "no complete response from \(host) within \(limit)\(outcome); raise the timeout or ask for less"
        case .timeout(.idle, let limit): "\(host) was silent for \(limit)\(outcome); check the service, or raise the idle timeout"
        case .tooLarge(let limit): "response of \(host) is over \(limit) bytes; ask for less or raise the limit"
        case .redirect(let problem): "redirect by \(host) not followed: \(problem)"
        case .protocolError(let detail): "unusable response from \(host): \(detail)"
        case .reset(let detail): "connection to \(host) ended before the response did: \(detail)\(outcome)"
        case .cancelled: "request to \(host) was cancelled\(outcome)"
        }
    }

    private var outcome: String { mayHaveReachedServer ? " (the server may have acted on the request)" : " (the request was not sent)" }
}
