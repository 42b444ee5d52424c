import CCurl

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What libcurl calls while `curl_multi_perform` or `curl_easy_pause` runs, always on the client's thread.
extension Exchange {
    func setCallbacks() throws(HTTPError) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        for option in [CURLOPT_PRIVATE, CURLOPT_HEADERDATA, CURLOPT_WRITEDATA, CURLOPT_OPENSOCKETDATA, CURLOPT_PREREQDATA, CURLOPT_XFERINFODATA] {
            try set(option, context)
        }
        try check(
            ccurl_on_header(easy) { bytes, size, count, context in
                Exchange.from(context)?.header(UnsafeRawBufferPointer(start: bytes, count: size * count)) ?? 0
            })
        try check(
            ccurl_on_write(easy) { bytes, size, count, context in
                Exchange.from(context)?.write(UnsafeRawBufferPointer(start: bytes, count: size * count)) ?? 0
            })
        try check(
            ccurl_on_socket(easy) { context, _, address in
                guard let exchange = Exchange.from(context), let address else { return CURL_SOCKET_BAD }
                return exchange.openSocket(address)
            })
        try check(
            ccurl_on_request(easy) { context, address, _, _, _ in
                guard let exchange = Exchange.from(context), let address else { return CURL_PREREQFUNC_ABORT }
                return exchange.mayRequest(to: IPAddress(String(cString: address))) ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
            })
        try set(CURLOPT_NOPROGRESS, 0)
        try check(
            ccurl_on_progress(easy) { context, _, down, _, up in
                Exchange.from(context)?.progress(down: down, up: up)
                return 0
            })
    }

    /// The exchange behind an easy handle.
    static func from(easy: UnsafeMutableRawPointer) -> Exchange? {
        var context: UnsafeMutableRawPointer?
        guard ccurl_get_pointer(easy, CURLINFO_PRIVATE, &context) == CURLE_OK else { return nil }
        return from(context)
    }

    private static func from(_ context: UnsafeMutableRawPointer?) -> Exchange? {
        context.map { Unmanaged<Exchange>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Once for each header line of any response, interim ones and trailers too.
    private func header(_ line: UnsafeRawBufferPointer) -> Int {
        touch()
        do {
            if let head = try parser.feed(line) { try accept(head) }
            return line.count
        } catch {
            verdict = .protocolError(error.problem)
            return 0
        }
    }

    private func accept(_ head: ResponseHead) throws(HeadParser.Failure) {
        if transfer.isStreamed, let coding = head.headers["content-encoding"], coding.lowercased() != "identity" {
            throw HeadParser.Failure(problem: "content-encoding \(coding), though none was asked for")
        }
        transfer.receive(head)
    }

    private func write(_ chunk: UnsafeRawBufferPointer) -> Int {
        touch()
        if received + chunk.count > transfer.request.maxBytes {
            verdict = .tooLarge(limit: transfer.request.maxBytes)
            return 0
        }
        guard transfer.receive(chunk) else { return ccurl_pause }
        received += chunk.count
        return chunk.count
    }

    /// "The callback gets the resolved peer address as the address argument" (CURLOPT_OPENSOCKETFUNCTION): the one that is
    /// connected to. libcurl goes on to the host's next address if this one is refused.
    private func openSocket(_ address: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
        guard isAllowed(IPAddress(ccurl_address(address))) else { return CURL_SOCKET_BAD }
        hasOpenedSocket = true
        let kind = address.pointee.socktype
        #if canImport(Glibc)
            return socket(address.pointee.family, kind | Int32(SOCK_CLOEXEC.rawValue), address.pointee.protocol)
        #else
            let descriptor = socket(address.pointee.family, kind, address.pointee.protocol)
            if descriptor >= 0 { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
            return descriptor
        #endif
    }

    /// "This function gets called by libcurl after a connection has been established or a connection has been reused (including any
    /// SSL handshaking), but before any request is actually made on the connection" (CURLOPT_PREREQFUNCTION). libcurl sends a request
    /// again by itself, whatever its method, when a reused connection ends without an answer; it asks here then, too.
    func mayRequest(to address: IPAddress?) -> Bool {
        guard isAllowed(address) else {
            verdict = denied
            return false
        }
        guard transfer.issue() else {
            verdict = .reset("the server closed the kept connection, and the request must not be sent twice")
            return false
        }
        touch()
        return true
    }

    private func isAllowed(_ address: IPAddress?) -> Bool {
        guard let address else {
            denied = denied ?? .deniedAddress(address: "an unknown family", kind: "non-IP")
            return false
        }
        guard let kind = transfer.request.addressPolicy.refusal(of: address, for: endpoint) else { return true }
        denied = denied ?? .deniedAddress(address: address.description, kind: kind)
        return false
    }

    private func progress(down: curl_off_t, up: curl_off_t) {
        guard (down, up) != moved else { return }
        moved = (down, up)
        touch()
    }
}
