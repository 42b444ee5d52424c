#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Starts an operating-system thread for calls that block on a descriptor, which must not hold up the cooperative pool. It ends when
/// `body` returns; nobody joins it. Throws `MCPError.failed` when the system has no thread left.
func startThread(_ body: @escaping @Sendable () -> Void) throws(MCPError) {
    final class Start: Sendable {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    let start = Unmanaged.passRetained(Start(body))
    #if canImport(Glibc)
        var thread = pthread_t()
    #else
        var thread: pthread_t?
    #endif
    let code = pthread_create(
        &thread, &attributes,
        { argument in
            // The pointer is nullable on one platform and not on the other.
            let start: UnsafeMutableRawPointer? = argument
            if let start { Unmanaged<Start>.fromOpaque(start).takeRetainedValue().body() }
            return nil
        }, start.toOpaque())
    if code != 0 {
        start.release()
        throw .failed("no thread can be started: \(String(cString: strerror(code)))")
    }
}
