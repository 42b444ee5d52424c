#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What this process has used so far, and what it holds now.
enum ProcessUse {
    /// Seconds of all cores.
    static var processorSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    /// Bytes of memory in use, what the allocator keeps for later included; 0 where that is not known.
    static var residentBytes: Int {
        #if canImport(Glibc)
        var pages = [UInt8](repeating: 0, count: 128)
        let file = open("/proc/self/statm", O_RDONLY)
        defer { close(file) }
        let count = read(file, &pages, pages.count)
        let fields = String(decoding: pages.prefix(max(0, count)), as: UTF8.self).split(separator: " ")
        return fields.count > 1 ? (Int(fields[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE))) : 0
        #else
        return 0
        #endif
    }
}
