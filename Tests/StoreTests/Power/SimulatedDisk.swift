import CDisk
import Store
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A disk in memory that loses power and fails when it is told to. The lock file, which no power cut can harm, is on the real one.
final class SimulatedDisk: Sendable {
    private static let count = Atomic(0)

    private let directory: TemporaryDirectory
    // The C side takes a lock in each of its functions.
    private nonisolated(unsafe) let handle: OpaquePointer
    private nonisolated(unsafe) let name: UnsafeMutablePointer<CChar>
    let disk: Disk

    init() throws {
        directory = try TemporaryDirectory()
        let name = "simulated-\(Self.count.add(1, ordering: .relaxed).newValue)"
        guard let copy = strdup(name), let handle = disk_insert(copy) else { throw TemporaryDirectory.Failure(code: ENOMEM) }
        (self.name, self.handle) = (copy, handle)
        nonisolated(unsafe) let captured = handle
        disk = Disk(
            vfs: name, replace: { disk_rename(captured, $0, $1) == 0 && disk_sync_names(captured) == 0 ? 0 : EIO },
            remove: { disk_unlink(captured, $0) })
    }

    deinit {
        disk_remove(handle)
        free(name)
    }

    var path: String { directory.database }

    /// A log so short that it is moved every few commits, and no work that is timed.
    var options: SQLiteStore.Options {
        var options = SQLiteStore.Options()
        options.disk = disk
        options.readers = 1
        options.checkpointPages = 40
        options.idle = .seconds(3_600)
        return options
    }

    func open() throws(StoreError) -> SQLiteStore { try SQLiteStore(path: path, options: options) }

    // MARK: Power

    /// The power goes at the n-th operation from now, or at the first sync from there on.
    func cut(at operation: Int, orSync: Bool = false) { disk_cut(handle, operation, orSync) }
    var isOff: Bool { disk_is_off(handle) }
    var operations: Int { disk_operations(handle) }
    /// The machine comes up; the seed decides what of the unsynced writes is there. Everything has to be closed.
    func powerOn(seed: UInt64) { precondition(disk_power_on(handle, seed), "a file was still open when the machine came up") }
    /// Takes the power away now.
    func powerOff() { disk_kill(handle) }
    /// The process ends and starts again, the machine stays up.
    func kill() { disk_kill(handle) }
    func restart() { disk_restart(handle) }

    // MARK: Faults

    enum Fault: CaseIterable { case full, sync }

    /// From the n-th write (or sync) on, `count` of them fail.
    func fail(_ fault: Fault, from first: Int, count: Int = .max) {
        switch fault {
        case .full: disk_fail(handle, DISK_WRITES, ResultCode.full.rawValue, first, count)
        case .sync: disk_fail(handle, DISK_SYNCS, ResultCode.syncFailed.rawValue, first, count)
        }
    }

    func repair() {
        fail(.full, from: 0, count: 0)
        fail(.sync, from: 0, count: 0)
    }

    var failures: Int { disk_failures(handle) }
    func forgetPagesOfFailedSyncs(_ on: Bool) { disk_forget(handle, on) }
    func lieAboutSyncs() { disk_lie(handle, true) }
    func mountReadOnly(_ on: Bool) { disk_read_only(handle, on) }

    /// As a program sees it; nil when there is no such file.
    func length(of path: String) -> Int? {
        let length = disk_length(handle, path)
        return length < 0 ? nil : Int(length)
    }
}
