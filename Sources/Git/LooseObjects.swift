import CGit

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Reading of loose objects that ends on any input.
///
/// libgit2 1.5 never returns from reading an object file that was cut short (its `git_zstream_get_output` goes on asking zlib for output
/// that will not come), and files cut short are what a full disk or a power cut leaves behind. This reader is asked before libgit2's own, for
/// whole objects only; what it does not have, packed objects among them, is left to the others. The hash is checked by libgit2 afterwards.
enum LooseObjects {
    static func guardReads(of repository: OpaquePointer) throws(GitError) {
        let database = try Owned("open the object database", free: git_odb_free) { git_repository_odb(&$0, repository) }
        let memory = calloc(1, MemoryLayout<git_loose_reader>.size)
        guard let reader = memory?.bindMemory(to: git_loose_reader.self, capacity: 1) else {
            throw .library(code: 0, operation: "open the object database", message: "out of memory")
        }
        git_odb_init_backend(&reader.pointee.parent, UInt32(GIT_ODB_BACKEND_VERSION))
        reader.pointee.directory = strdup(String(cString: git_repository_commondir(repository)) + "objects/")
        reader.pointee.parent.read = { LooseObjects.load($0, $1, $2, $3, $4) }
        reader.pointee.parent.foreach = { _, _, _ in 0 }
        reader.pointee.parent.free = { LooseObjects.release($0) }
        let backend = UnsafeMutableRawPointer(reader).assumingMemoryBound(to: git_odb_backend.self)
        let status = git_odb_add_backend(database.pointer, backend, 100)
        if status < 0 { release(backend) }
        try check(status, "open the object database")
    }

    private static func release(_ backend: UnsafeMutablePointer<git_odb_backend>?) {
        guard let backend else { return }
        free(UnsafeMutableRawPointer(backend).assumingMemoryBound(to: git_loose_reader.self).pointee.directory)
        free(backend)
    }

    /// The callback `git_odb_backend.read`: GIT_ENOTFOUND when there is no such file, GIT_ERROR when it does not hold a whole object.
    private static func load(
        _ data: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, _ size: UnsafeMutablePointer<Int>?,
        _ type: UnsafeMutablePointer<git_object_t>?, _ backend: UnsafeMutablePointer<git_odb_backend>?, _ id: UnsafePointer<git_oid>?
    ) -> Int32 {
        guard let data, let size, let type, let backend, let id else { return GIT_ERROR.rawValue }
        let reader = UnsafeMutableRawPointer(backend).assumingMemoryBound(to: git_loose_reader.self)
        let name = BlobID(id.pointee).description
        let path = "\(String(cString: reader.pointee.directory))\(name.prefix(2))/\(name.dropFirst(2))"
        guard let compressed = contents(path) else { return GIT_ENOTFOUND.rawValue }
        guard let object = InflatedObject(compressed), let copy = git_odb_backend_data_alloc(backend, object.size + 1) else {
            git_error_set_str(Int32(GIT_ERROR_ODB.rawValue), "the object file \(path) is cut short or not an object")
            return GIT_ERROR.rawValue
        }
        UnsafeMutableRawBufferPointer(start: copy, count: object.size).copyBytes(from: object.bytes.suffix(object.size))
        copy.storeBytes(of: 0, toByteOffset: object.size, as: UInt8.self)
        (data.pointee, size.pointee, type.pointee) = (copy, object.size, object.type)
        return 0
    }

    private static func contents(_ path: String) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_size < Int(UInt32.max) else { return nil }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        return read(file, &bytes, bytes.count) == bytes.count ? bytes : nil
    }
}
