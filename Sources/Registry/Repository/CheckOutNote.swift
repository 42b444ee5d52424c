import Git
import Workspace

/// A note beside the database of the commit that the working tree shows while `main` is moved on, so that a check-out that was cut short is
/// made up for. It is there from just before `main` moves until the tree has followed; while nothing may be moved, there is none.
struct CheckOutNote {
    private let path: String

    init(root: String) { path = WorkspaceLayout(root: root).state + "/checkout" }

    /// The commit from which the working tree has not been brought along; nil when it has.
    func read() throws -> CommitID? {
        try Files.read(path).flatMap { CommitID(String(decoding: $0, as: UTF8.self)) }
    }

    func write(_ commit: CommitID) throws { try Files.write(path, Array(commit.description.utf8)) }

    func remove() throws { try Files.remove(path) }
}
