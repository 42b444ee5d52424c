#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Runs work on a thread with 256 KB of stack, half of what a thread gets at least on the platforms this runs on.
enum SmallStack {
    /// Nil when no thread could be started.
    static func run(_ work: @escaping () -> Bool) -> Bool? {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        guard pthread_attr_setstacksize(&attributes, 256 * 1024) == 0 else { return nil }
        let job = Unmanaged.passRetained(Job(work))
        defer { job.release() }
        #if canImport(Glibc)
            var thread = pthread_t()
            guard pthread_create(&thread, &attributes, perform, job.toOpaque()) == 0 else { return nil }
            pthread_join(thread, nil)
        #else
            var thread: pthread_t?
            guard pthread_create(&thread, &attributes, perform, job.toOpaque()) == 0, let thread else { return nil }
            pthread_join(thread, nil)
        #endif
        return job.takeUnretainedValue().result
    }
}

private final class Job {
    let work: () -> Bool
    var result = false

    init(_ work: @escaping () -> Bool) { self.work = work }
}

#if canImport(Glibc)
    private func perform(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        guard let argument else { return nil }
        let job = Unmanaged<Job>.fromOpaque(argument).takeUnretainedValue()
        job.result = job.work()
        return nil
    }
#else
    private func perform(_ argument: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
        let job = Unmanaged<Job>.fromOpaque(argument).takeUnretainedValue()
        job.result = job.work()
        return nil
    }
#endif
