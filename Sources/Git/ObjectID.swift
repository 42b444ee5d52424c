import CGit

/// The name of a git object: the SHA-1 of its content as 40 lower-case hexadecimal digits.
///
/// `Kind` keeps the id of a commit, of a tree and of a file's content apart; it says what the id is meant to name, not that the object exists.
package struct ObjectID<Kind>: Sendable, Hashable, LosslessStringConvertible {
    package let description: String

    /// Nil unless `text` is 40 lower-case hexadecimal digits, git's own spelling.
    package init?(_ text: String) {
        let digits = text.utf8
        guard digits.count == 40, digits.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }) else { return nil }
        description = text
    }

    init(_ id: git_oid) {
        var id = id
        description = String(unsafeUninitializedCapacity: 40) { digits in
            digits.withMemoryRebound(to: CChar.self) { _ = git_oid_fmt($0.baseAddress, &id) }
            return 40
        }
    }

    var oid: git_oid {
        var id = git_oid()
        _ = git_oid_fromstr(&id, description)
        return id
    }
}

package enum CommitKind {}
package enum TreeKind {}
package enum BlobKind {}

package typealias CommitID = ObjectID<CommitKind>
package typealias TreeID = ObjectID<TreeKind>
/// Names the content of a file, whatever its path.
package typealias BlobID = ObjectID<BlobKind>
