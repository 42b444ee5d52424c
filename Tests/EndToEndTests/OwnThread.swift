#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A thread for work that blocks. The threads that tasks run on must not: the services of a test run on them too.
enum OwnThread {
    static func start(_ work: @escaping @Sendable () -> Void) throws {
        let job = Unmanaged.passRetained(Job(work))
        #if canImport(Glibc)
            var thread = pthread_t()
            let code = pthread_create(&thread, nil, { argument in run(argument) }, job.toOpaque())
            if code == 0 { pthread_detach(thread) }
        #else
            var thread: pthread_t?
            let code = pthread_create(&thread, nil, { argument in run(argument) }, job.toOpaque())
            if code == 0, let thread { pthread_detach(thread) }
        #endif
        if code != 0 { throw SystemError("pthread_create", code) }
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
