import CCurl
import CivilTime

/// A transfer under way: its libcurl easy handle, and what the callbacks need. Belongs to the client's thread.
///
/// The callbacks get an unretained pointer to the exchange; the loop keeps it until the handle is removed from the multi handle,
/// after which libcurl calls none of them.
final class Exchange {
    let transfer: Transfer
    let easy: UnsafeMutableRawPointer
    let endpoint: AddressPolicy.Endpoint
    private let options: Client.Options
    private var lists: [UnsafeMutablePointer<curl_slist>] = []
    private let message: UnsafeMutablePointer<CChar>

    var parser = HeadParser()
    var received = 0
    /// Why a callback stopped the transfer.
    var verdict: HTTPError.Reason?
    /// The first address that was refused, and whether another one was tried.
    var denied: HTTPError.Reason?
    var hasOpenedSocket = false
    var moved: (down: curl_off_t, up: curl_off_t) = (0, 0)
    private(set) var lastActivity: ContinuousClock.Instant

    init?(_ transfer: Transfer, options: Client.Options) {
        guard let easy = curl_easy_init() else { return nil }
        self.transfer = transfer
        self.easy = easy
        self.options = options
        lastActivity = options.clock()
        endpoint = AddressPolicy.Endpoint(transfer.request.url)
        message = .allocate(capacity: Int(CURL_ERROR_SIZE))
        message.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        curl_easy_cleanup(easy)
        for list in lists { curl_slist_free_all(list) }
        message.deallocate()
    }

    func touch() { lastActivity = options.clock() }

    /// When the exchange is idle too long if nothing moves until then; nil if it has no such limit or waits for its consumer.
    var idleDeadline: ContinuousClock.Instant? {
        transfer.isFull ? nil : transfer.request.idleTimeout.map { lastActivity + $0 }
    }

    /// Sets every option. An option that libcurl does not know is an error: some of them are the guards.
    func prepare(pool: UnsafeMutableRawPointer) throws(HTTPError) {
        let request = transfer.request
        try set(CURLOPT_URL, request.url.description)
        try set(CURLOPT_SHARE, pool)
        try set(CURLOPT_ERRORBUFFER, message)
        try setGuards()
        try setLimits()
        try setMethod()
        try setHeaders()
        try setResolutions()
        try setCallbacks()
    }

    private func setGuards() throws(HTTPError) {
        try set(CURLOPT_PROTOCOLS_STR, "http,https")
        try set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1)
        try set(CURLOPT_PATH_AS_IS, 1)
        try set(CURLOPT_FOLLOWLOCATION, 0)
        try set(CURLOPT_PROXY, "")
        try set(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
        try set(CURLOPT_SSL_VERIFYPEER, 1)
        try set(CURLOPT_SSL_VERIFYHOST, 2)
        if let bundle = options.certificateAuthorities { try set(CURLOPT_CAINFO, bundle) }
        try set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        try set(CURLOPT_TCP_KEEPALIVE, 1)
        // Signals belong to the process; libcurl would use SIGALRM and ignore SIGPIPE around its calls.
        try set(CURLOPT_NOSIGNAL, 1)
        // Without it, ending a transfer whose name is still being resolved waits for the resolver, and with it all others do. The
        // resolver's thread cleans up after itself.
        try set(CURLOPT_QUICK_EXIT, 1)
    }

    private func setLimits() throws(HTTPError) {
        let request = transfer.request
        if let timeLeft = transfer.timeLeft { try set(CURLOPT_TIMEOUT_MS, Self.milliseconds(timeLeft)) }
        try set(CURLOPT_CONNECTTIMEOUT_MS, Self.milliseconds(request.connectTimeout))
        if !transfer.isStreamed { try set(CURLOPT_ACCEPT_ENCODING, "") }
    }

    private func setMethod() throws(HTTPError) {
        let request = transfer.request
        switch request.method {
        case .head: try set(CURLOPT_NOBODY, 1)
        case .get, .delete, .options:
            if !request.body.isEmpty { try setBody(request.body) }
        case .post, .put, .patch: try setBody(request.body)
        }
        if request.method != .head { try set(CURLOPT_CUSTOMREQUEST, request.method.rawValue) }
    }

    private func setBody(_ body: [UInt8]) throws(HTTPError) {
        try check(ccurl_set_size(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count)))
        let code = body.withUnsafeBytes { bytes in
            bytes.baseAddress.map { ccurl_set_pointer(easy, CURLOPT_COPYPOSTFIELDS, $0) } ?? ccurl_set_string(easy, CURLOPT_COPYPOSTFIELDS, "")
        }
        try check(code)
    }

    /// "Name;" is libcurl's way to say an empty value, "Name:" to leave out a header it would add.
    private func setHeaders() throws(HTTPError) {
        let headers = transfer.request.headers
        var lines = headers.fields.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
        if headers["user-agent"] == nil { lines.append("User-Agent: \(options.userAgent)") }
        if headers["content-type"] == nil { lines.append("Content-Type:") }
        if transfer.isStreamed { lines.append("Accept-Encoding: identity") }
        lines.append("Expect:")
        try set(CURLOPT_HTTPHEADER, list(lines))
    }

    private func setResolutions() throws(HTTPError) {
        let resolutions = options.resolutions()
        guard !resolutions.isEmpty else { return }
        try set(CURLOPT_RESOLVE, list(resolutions.map { "\($0.host):\($0.port):\($0.address)" }))
    }

    private func list(_ lines: [String]) throws(HTTPError) -> UnsafeMutablePointer<curl_slist> {
        var list: UnsafeMutablePointer<curl_slist>?
        for line in lines {
            guard let longer = curl_slist_append(list, line) else { break }
            list = longer
        }
        guard let list else { throw HTTPError(.unavailable("out of memory"), url: transfer.request.url) }
        lists.append(list)
        return list
    }

    func set(_ option: CURLoption, _ value: Int) throws(HTTPError) { try check(ccurl_set_long(easy, option, value)) }
    func set(_ option: CURLoption, _ value: String) throws(HTTPError) { try check(ccurl_set_string(easy, option, value)) }
    func set(_ option: CURLoption, _ value: UnsafeMutableRawPointer) throws(HTTPError) { try check(ccurl_set_pointer(easy, option, value)) }

    func check(_ code: CURLcode) throws(HTTPError) {
        if code != CURLE_OK { throw HTTPError(.unavailable("libcurl: \(String(cString: curl_easy_strerror(code)))"), url: transfer.request.url) }
    }

    /// libcurl takes 0 for "no limit".
    private static func milliseconds(_ duration: Duration) -> Int { Int(clamping: max(1, duration.milliseconds)) }
}

extension Exchange {
    /// The error that a result code stands for; nil for success.
    func reason(for code: CURLcode) -> HTTPError.Reason? {
        if let verdict { return verdict }
        switch code {
        case CURLE_OK: return nil
        case CURLE_COULDNT_CONNECT: if let denied, !hasOpenedSocket { return denied }
        case CURLE_OPERATION_TIMEDOUT: return timeout
        default: break
        }
        let detail = String(cString: message)
        return CurlFailure.reason(code, detail: detail.isEmpty ? String(cString: curl_easy_strerror(code)) : detail)
    }

    private var timeout: HTTPError.Reason {
        let request = transfer.request
        guard let total = request.timeout, let left = transfer.timeLeft, transfer.isIssued || left <= request.connectTimeout else {
            return .timeout(.connect, after: request.connectTimeout)
        }
        return .timeout(.total, after: total)
    }
}
