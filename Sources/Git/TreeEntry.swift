import CGit

/// One entry of a commit's tree, named by its whole path from the top.
package struct TreeEntry: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable {
        case file
        /// A file with its executable bit set.
        case executable
        /// Its content is the path it points to. Never followed.
        case symlink
        /// A commit of another repository; `id` names that commit. Never followed.
        case submodule
        case directory
    }

    /// A name that is not UTF-8 is shown with U+FFFD in it; such a file can be read by `id` only.
    package let path: String
    package let kind: Kind
    package let id: BlobID
    /// Of the content, in bytes; 0 for a submodule or directory.
    package let size: Int
}

extension TreeEntry.Kind {
    init(_ mode: git_filemode_t) {
        self =
            switch mode {
            case GIT_FILEMODE_TREE: .directory
            case GIT_FILEMODE_BLOB_EXECUTABLE: .executable
            case GIT_FILEMODE_LINK: .symlink
            case GIT_FILEMODE_COMMIT: .submodule
            default: .file
            }
    }

    package var isFile: Bool { self == .file || self == .executable }
}
