#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

final class Box<Value> {
    var value: Value?
}

/// Runs work on a thread with 512 KB of stack, the least that a thread gets on the platforms Ratchet runs on.
enum SmallStack {
    private final class Job {
        let work: () -> Void
        init(_ work: @escaping () -> Void) { self.work = work }
        static func perform(_ argument: UnsafeMutableRawPointer) { Unmanaged<Job>.fromOpaque(argument).takeUnretainedValue().work() }
    }

    /// Nothing is run when no thread can be started.
    static func run(_ work: @escaping () -> Void) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setstacksize(&attributes, 512 * 1024)
        let job = Unmanaged.passRetained(Job(work))
        defer { job.release() }
        #if canImport(Glibc)
            var thread = pthread_t()
            let status = pthread_create(
                &thread, &attributes,
                { argument in
                    argument.map(Job.perform); return nil
                }, job.toOpaque())
            if status == 0 { pthread_join(thread, nil) }
        #else
            var thread: pthread_t?
            let status = pthread_create(
                &thread, &attributes,
                { argument in
                    Job.perform(argument); return nil
                }, job.toOpaque())
            if status == 0, let thread { pthread_join(thread, nil) }
        #endif
    }
}
