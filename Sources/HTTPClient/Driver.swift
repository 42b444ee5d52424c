import CCurl
import Synchronization

/// The one thread that touches libcurl. Everything else talks to it through a mailbox.
///
/// THREAD SAFETY
/// - "You must never share the same handle in multiple threads. You can pass the handles around among threads, but you must never
///   use a single handle from more than one thread at any given time." (https://curl.se/libcurl/c/threadsafe.html) The multi
///   handle, its easy handles and its share objects are used by the thread of `run` alone, from its start to its end.
/// - The exception is `curl_multi_wakeup`: "This function can be called from any thread and it wakes up a sleeping
///   curl_multi_poll(3) call" (https://curl.se/libcurl/c/curl_multi_wakeup.html). It is called under the mailbox's lock, and only
///   while the mailbox is open; the thread closes the mailbox before it frees the handle. So no wake-up touches a freed handle.
/// - `curl_global_init` is called once, before any other function.
/// - The mailbox's lock and a transfer's lock are never held together, and nothing is resumed or called back under either.
final class Driver: Sendable {
    enum Command: Sendable {
        case start(Transfer), resume(Transfer), cancel(Transfer)
        case stop(CheckedContinuation<Void, Never>?)
    }

    private struct Mailbox {
        var commands: [Command] = []
        var isOpen = true
    }

    private static let globalResult = curl_global_init(Int(CURL_GLOBAL_DEFAULT))
    /// Idle connections kept in each pool.
    private static let keptConnections = 64

    private let mailbox = Mutex(Mailbox())
    private let options: Client.Options
    // Shared as the THREAD SAFETY block says.
    nonisolated(unsafe) private let multi: UnsafeMutableRawPointer

    init(options: Client.Options) throws(HTTPError) {
        guard Self.globalResult == CURLE_OK, let multi = curl_multi_init() else {
            throw HTTPError(reason: .unavailable("libcurl did not start"), host: "any host", mayHaveReachedServer: false)
        }
        self.multi = multi
        self.options = options
        ccurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, Self.keptConnections)
    }

    /// Frees a driver whose `run` is never called.
    func abandon() {
        mailbox.withLock { $0.isOpen = false }
        curl_multi_cleanup(multi)
    }

    /// Hands a command to the thread. After the end, a start is answered with `.cancelled` and everything else is already true.
    func post(_ command: Command) {
        let isAccepted = mailbox.withLock { mailbox in
            guard mailbox.isOpen else { return false }
            mailbox.commands.append(command)
            curl_multi_wakeup(multi)
            return true
        }
        if !isAccepted { refuse(command) }
    }

    private func refuse(_ command: Command) {
        switch command {
        case .start(let transfer): transfer.finish(.cancelled)
        case .resume, .cancel: break
        case .stop(let waiter): waiter?.resume()
        }
    }

    /// The thread's body. Returns after the first `.stop`, when all transfers have ended and the handles are freed.
    func run() {
        var loop = TransferLoop(multi, options: options)
        var stops: [CheckedContinuation<Void, Never>?] = []
        while stops.isEmpty {
            loop.perform()
            loop.wait()
            for command in takeCommands() { carryOut(command, &loop, &stops) }
        }
        let late = mailbox.withLock { mailbox in
            mailbox.isOpen = false
            return mailbox.commands
        }
        loop.close()
        for command in late { refuse(command) }
        for waiter in stops { waiter?.resume() }
    }

    private func takeCommands() -> [Command] {
        mailbox.withLock { mailbox in
            defer { mailbox.commands = [] }
            return mailbox.commands
        }
    }

    private func carryOut(_ command: Command, _ loop: inout TransferLoop, _ stops: inout [CheckedContinuation<Void, Never>?]) {
        switch command {
        case .start(let transfer): loop.start(transfer)
        case .resume(let transfer): loop.resume(transfer)
        case .cancel(let transfer): loop.cancel(transfer)
        case .stop(let waiter): stops.append(waiter)
        }
    }
}
