import CCurl
import CivilTime

/// The exchanges under way on one multi handle. Belongs to the client's thread.
struct TransferLoop: ~Copyable {
    private let multi: UnsafeMutableRawPointer
    private let options: Client.Options
    private var exchanges: [ObjectIdentifier: Exchange] = [:]
    private var pools = ConnectionPools()
    /// No exchange is idle too long before this. Activity only moves deadlines back, so it is recomputed when it is reached.
    private var nextIdleCheck: ContinuousClock.Instant?

    init(_ multi: UnsafeMutableRawPointer, options: Client.Options) {
        self.multi = multi
        self.options = options
    }

    mutating func start(_ transfer: Transfer) {
        guard let exchange = Exchange(transfer, options: options), let pool = pools.pool(for: transfer.request.addressPolicy) else {
            transfer.finish(.unavailable("out of memory"))
            return
        }
        do {
            try exchange.prepare(pool: pool)
        } catch {
            transfer.finish(error.reason)
            return
        }
        exchanges[ObjectIdentifier(transfer)] = exchange
        let code = curl_multi_add_handle(multi, exchange.easy)
        if code != CURLM_OK { end(exchange, .unavailable(String(cString: curl_multi_strerror(code)))) }
        expectIdle(exchange)
    }

    mutating func resume(_ transfer: Transfer) {
        guard let exchange = exchanges[ObjectIdentifier(transfer)] else { return }
        transfer.resume()
        exchange.touch()
        let code = curl_easy_pause(exchange.easy, CURLPAUSE_CONT)
        if code != CURLE_OK { end(exchange, exchange.reason(for: code)) }
        expectIdle(exchange)
    }

    mutating func cancel(_ transfer: Transfer) {
        if let exchange = exchanges[ObjectIdentifier(transfer)] { end(exchange, .cancelled) }
    }

    /// Moves what can be moved, and ends what has ended.
    mutating func perform() {
        var running: CInt = 0
        let code = curl_multi_perform(multi, &running)
        if code != CURLM_OK { endAll(.unavailable(String(cString: curl_multi_strerror(code)))) }
        var left: CInt = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle, let exchange = Exchange.from(easy: easy) else {
                continue
            }
            end(exchange, exchange.reason(for: ccurl_result(message)))
        }
        endIdle()
    }

    /// Waits for a socket, a timer or a wake-up.
    func wait() {
        let limit = nextIdleCheck.map { max(0, options.clock().duration(to: $0).milliseconds) + 1 } ?? 60_000
        curl_multi_poll(multi, nil, 0, CInt(clamping: min(limit, 60_000)), nil)
    }

    mutating func endAll(_ reason: HTTPError.Reason) {
        for exchange in Array(exchanges.values) { end(exchange, reason) }
    }

    /// Ends everything and frees the multi handle, in the order libcurl asks for: easy handles, shares, multi.
    mutating func close() {
        endAll(.cancelled)
        pools.close()
        curl_multi_cleanup(multi)
    }

    private mutating func end(_ exchange: Exchange, _ reason: HTTPError.Reason?) {
        curl_multi_remove_handle(multi, exchange.easy)
        exchanges.removeValue(forKey: ObjectIdentifier(exchange.transfer))
        exchange.transfer.finish(reason)
    }

    private mutating func expectIdle(_ exchange: Exchange) {
        guard let deadline = exchange.idleDeadline else { return }
        nextIdleCheck = min(nextIdleCheck ?? deadline, deadline)
    }

    private mutating func endIdle() {
        let now = options.clock()
        guard let check = nextIdleCheck, check <= now else { return }
        nextIdleCheck = nil
        for exchange in Array(exchanges.values) {
            guard let deadline = exchange.idleDeadline, let limit = exchange.transfer.request.idleTimeout else { continue }
            if deadline <= now { end(exchange, .timeout(.idle, after: limit)) } else { expectIdle(exchange) }
        }
    }
}
