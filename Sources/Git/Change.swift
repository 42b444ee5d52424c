/// One edit of a commit's tree. Paths are relative to the top, with slashes.
package enum Change: Sendable, Hashable {
    /// A new content. An existing file keeps its executable bit; a symbolic link is replaced by a plain file, never written through.
    case write(String, [UInt8])
    /// Removes a file, link or submodule that is there. Directories vanish with their last file.
    case delete(String)

    package var path: String {
        switch self {
        case .write(let path, _), .delete(let path): path
        }
    }
}

extension Change {
    package static func write(_ path: String, _ text: String) -> Change { .write(path, Array(text.utf8)) }
}
