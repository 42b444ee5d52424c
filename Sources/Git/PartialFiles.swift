#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Repository {
    /// Completes the files that a check-out from `old` to `new` was writing when its process was killed.
    ///
    /// libgit2 writes a file in place, so that what a kill leaves is the beginning of the new content, maybe nothing of it; by its content
    /// that is nobody's file, and ``checkOutFastForward(from:to:)`` would take it for a change of the user's. Call before that, and only when
    /// it is known that a check-out was cut short.
    package func completePartialFiles(from old: CommitID, to new: CommitID) throws(GitError) {
        for changed in try changedPaths(from: old, to: new) {
            guard let side = changed.new, side.kind.isFile, !isBehindLink(changed.path) else { continue }
            var status = stat()
            guard lstat(path + changed.path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
            let content = try blob(side.id)
            guard Int(status.st_size) < content.count, let found = PartialFile.bytes(of: path + changed.path), content.starts(with: found) else { continue }
            try PartialFile.append(content[found.count...], to: path + changed.path)
        }
    }
}

/// A file of the working tree that may have been cut short.
private enum PartialFile {
    static func bytes(of path: String) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes: [UInt8] = [], block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(file, &block, block.count)
            guard count >= 0 else { return nil }
            if count == 0 { return bytes }
            bytes += block[..<count]
        }
    }

    static func append(_ rest: ArraySlice<UInt8>, to path: String) throws(GitError) {
        let file = open(path, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW)
        let written = file < 0 ? -1 : rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
        let reason = errno
        if file >= 0 { close(file) }
        guard written == rest.count else {
            throw .library(code: -reason, operation: "complete \(path)", message: String(cString: strerror(reason)))
        }
    }
}
