#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Runs blocking work on a thread of its own. A dispatch queue would not do: its threads are the ones that tasks run on, the service's
/// among them, and work that waits for the service would keep it from running.
func blocking<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        let job = Unmanaged.passRetained(Job { continuation.resume(with: Result { try work() }) })
        #if canImport(Glibc)
            var thread = pthread_t()
            let code = pthread_create(&thread, nil, { argument in run(argument) }, job.toOpaque())
            if code == 0 { pthread_detach(thread) }
        #else
            var thread: pthread_t?
            let code = pthread_create(&thread, nil, { argument in run(argument) }, job.toOpaque())
            if code == 0, let thread { pthread_detach(thread) }
        #endif
        if code != 0 { job.takeRetainedValue().work() }
    }
}

private final class Job: Sendable {
    let work: @Sendable () -> Void
    init(_ work: @escaping @Sendable () -> Void) { self.work = work }
}

private func run(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let argument { Unmanaged<Job>.fromOpaque(argument).takeRetainedValue().work() }
    return nil
}
