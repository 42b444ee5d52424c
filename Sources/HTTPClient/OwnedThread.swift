#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A thread of the operating system for code that blocks, and so must not run on the cooperative pool.
///
/// All signals are blocked in it: none of the process's handlers runs there, and a write to a connection the peer has closed
/// returns an error instead of raising SIGPIPE, which goes to the thread that wrote.
struct OwnedThread: Sendable {
    struct Failure: Error { let code: Int32 }

    #if canImport(Glibc)
        private let thread: pthread_t
    #else
        // A pthread_t is a pointer on Darwin; pthread calls take it from any thread.
        nonisolated(unsafe) private let thread: pthread_t
    #endif

    /// Starts a thread that runs `body` once. It must be joined or detached.
    init(running body: @escaping @Sendable () -> Void) throws(Failure) {
        let context = Unmanaged.passRetained(Body(run: body)).toOpaque()
        #if canImport(Glibc)
            var thread = pthread_t()
            let code = pthread_create(&thread, nil, { context in OwnedThread.enter(context) }, context)
        #else
            var created: pthread_t?
            let code = pthread_create(&created, nil, { context in OwnedThread.enter(context) }, context)
            let thread = created
        #endif
        guard code == 0 else {
            Unmanaged<Body>.fromOpaque(context).release()
            throw Failure(code: code)
        }
        #if canImport(Glibc)
            self.thread = thread
        #else
            guard let thread else { throw Failure(code: EAGAIN) }
            self.thread = thread
        #endif
    }

    /// Waits until the thread has ended and its resources are released.
    func join() { pthread_join(thread, nil) }

    /// Lets the thread release its resources by itself when it ends.
    func detach() { pthread_detach(thread) }

    private final class Body: Sendable {
        let run: @Sendable () -> Void
        init(run: @escaping @Sendable () -> Void) { self.run = run }
    }

    private static func enter(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        guard let context else { return nil }
        var signals = sigset_t()
        sigfillset(&signals)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
        return nil
    }
}
