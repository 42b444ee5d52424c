#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Starts an operating-system thread of the store. Its blocking calls (disk, locks) then never hold up a thread of the
/// cooperative pool. The thread ends when `body` returns; nobody joins it.
func startThread(_ body: sending @escaping () -> Void) throws(StoreError) {
    final class Start {
        let body: () -> Void

        init(_ body: @escaping () -> Void) { self.body = body }
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
        throw .cannotOpen(path: "a thread", reason: String(cString: strerror(code)))
    }
}
