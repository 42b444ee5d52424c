#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Small files of a workspace, read and written whole.
package enum Files {
    /// Nil when there is no such file.
    package static func read(_ path: String) throws(FileError) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw FileError(path: path, doing: "read", errno)
        }
        defer { close(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = Self.read(file, &buffer)
            if count == 0 { return bytes }
            guard count > 0 else { throw FileError(path: path, doing: "read", errno) }
            bytes += buffer[..<count]
        }
    }

    private static func read(_ file: Int32, _ buffer: inout [UInt8]) -> Int {
        #if canImport(Glibc)
        Glibc.read(file, &buffer, buffer.count)
        #else
        Darwin.read(file, &buffer, buffer.count)
        #endif
    }

    /// Replaces the file as a whole: a crash leaves the old one or the new one. Makes missing folders.
    /// - Parameter mode: `0o600` for what only the user may read.
    package static func write(_ path: String, _ bytes: [UInt8], mode: UInt32 = 0o644) throws(FileError) {
        try write(path, bytes, mode: mode, exactly: false)
    }

    /// The same for a file that is there: its permissions stay, and a link to it stays a link.
    package static func replace(_ path: String, _ bytes: [UInt8]) throws(FileError) {
        let path = absolute(path)
        var status = stat()
        guard stat(path, &status) == 0, access(path, W_OK) == 0 else { throw FileError(path: path, doing: "write", errno) }
        try write(path, bytes, mode: UInt32(status.st_mode & 0o7777), exactly: true)
    }

    /// - Parameter exactly: whether the mode holds whatever the process's mask says.
    private static func write(_ path: String, _ bytes: [UInt8], mode: UInt32, exactly: Bool) throws(FileError) {
        try makeFolder(parent(of: path))
        let draft = "\(path).\(getpid()).draft"
        let file = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode_t(mode))
        guard file >= 0 else { throw FileError(path: path, doing: "write", errno) }
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { Self.write(file, $0.baseAddress.map { $0 + written }, bytes.count - written) }
            guard count > 0 else {
                let code = errno
                close(file)
                unlink(draft)
                throw FileError(path: path, doing: "write", code)
            }
            written += count
        }
        guard !exactly || fchmod(file, mode_t(mode)) == 0, fsync(file) == 0, close(file) == 0, rename(draft, path) == 0 else {
            let code = errno
            unlink(draft)
            throw FileError(path: path, doing: "write", code)
        }
    }

    private static func write(_ file: Int32, _ start: UnsafeRawPointer?, _ count: Int) -> Int {
        #if canImport(Glibc)
        Glibc.write(file, start, count)
        #else
        Darwin.write(file, start, count)
        #endif
    }

    /// Makes the folder and those above it. Fine when it is there.
    package static func makeFolder(_ path: String) throws(FileError) {
        guard !path.isEmpty, path != "/", !isFolder(path) else { return }
        try makeFolder(parent(of: path))
        if mkdir(path, 0o755) != 0, errno != EEXIST { throw FileError(path: path, doing: "make the folder", errno) }
    }

    package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    package static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Fine when it is gone already.
    package static func remove(_ path: String) throws(FileError) {
        if unlink(path) != 0, errno != ENOENT { throw FileError(path: path, doing: "remove", errno) }
    }

    package static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The path without `.`, `..` and links; the path itself when it does not exist.
    package static func absolute(_ path: String) -> String {
        if let real = realpath(path, nil) {
            defer { free(real) }
            return String(cString: real)
        }
        if path.hasPrefix("/") { return path }
        guard let folder = getcwd(nil, 0) else { return path }
        defer { free(folder) }
        return String(cString: folder) + "/" + path
    }
}

/// Why a file could not be used, with the system's own words.
package struct FileError: Error, Sendable, CustomStringConvertible {
    package let path: String
    package let doing: String
    package let code: Int32

    init(path: String, doing: String, _ code: Int32) {
        self.path = path
        self.doing = doing
        self.code = code
    }

    package var description: String { "cannot \(doing) \(path): \(String(cString: strerror(code)))" }
}
