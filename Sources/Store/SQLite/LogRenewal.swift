import CSQLite

extension Connection {
    /// Writes the log over itself, byte for byte, and syncs it.
    ///
    /// When a sync fails, Linux takes the pages for clean: they can still be read, are not on the disk, and a later sync says that all is
    /// well. A process that starts after that reads commits from the log which a loss of power would take away, together with all that
    /// was built on them. Pages that are written again are dirty again, so this sync tells the truth. A store that was closed in order
    /// has left no log, and this costs nothing.
    func renewLog(of path: String) throws(StoreError) {
        guard let file = logFile, let methods = file.pointee.pMethods?.pointee else { return }
        var length: Int64 = 0
        var code = methods.xFileSize(file, &length)
        // The "unix" VFS takes at most 0x1ffff bytes at once.
        let room = 1 << 16
        let buffer = UnsafeMutableRawPointer.allocate(byteCount: room, alignment: 16)
        defer { buffer.deallocate() }
        var place: Int64 = 0
        while code == SQLITE_OK, place < length {
            let count = Int32(min(Int64(room), length - place))
            code = methods.xRead(file, buffer, count, place)
            if code == SQLITE_OK { code = methods.xWrite(file, buffer, count, place) }
            place += Int64(count)
        }
        #if canImport(Darwin)
            let kind = SQLITE_SYNC_FULL
        #else
            let kind = SQLITE_SYNC_NORMAL
        #endif
        if code == SQLITE_OK, length > 0 { code = methods.xSync(file, kind) }
        if code != SQLITE_OK { throw StoreError(code: ResultCode(rawValue: code), message: "\(path)-wal: it could not be written again") }
    }
}
