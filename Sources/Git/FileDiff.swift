import CGit

/// The difference between two contents of one file, as a unified diff and taken apart.
package struct FileDiff: Sendable, Hashable {
    package let path: String
    package let difference: Difference
    /// Empty when `omission` says why, or when only the file's mode changed.
    package let hunks: [Hunk]
    /// The lines are not shown, for this reason.
    package let omission: Omission?
    /// A patch in git's format, header lines included, that `git apply` takes unless lines are omitted. What is not UTF-8 becomes U+FFFD.
    package let text: String

    package enum Omission: String, Sendable, Hashable { case binary, tooLarge, submodule }

    /// A stretch of changed lines with the unchanged ones around it. Lines count from 1.
    package struct Hunk: Sendable, Hashable {
        package let oldStart: Int, oldCount: Int
        package let newStart: Int, newCount: Int
        package let lines: [Line]
    }

    package struct Line: Sendable, Hashable {
        package enum Kind: String, Sendable, Hashable { case context, added, removed }

        package let kind: Kind
        /// The number in the old file; nil for an added line.
        package let oldNumber: Int?
        /// The number in the new file; nil for a removed line.
        package let newNumber: Int?
        /// Without its line feed; a carriage return before it is kept.
        package let text: String
        /// False for a last line without a line feed.
        package let isTerminated: Bool
    }
}

extension FileDiff {
    /// Compares two contents, either of which may be missing (nil), line by line. Equal contents give no hunks and an empty text.
    ///
    /// Whether a content is text is read off its bytes alone; no attribute file or configuration can hide a change. Needs no repository and
    /// may be called from anywhere.
    package init(path: String, old: [UInt8]?, new: [UInt8]?, context: Int = 3) throws(GitError) {
        try Library.start()
        var options = git_diff_options()
        try check(git_diff_options_init(&options, UInt32(GIT_DIFF_OPTIONS_VERSION)), "prepare a comparison")
        options.context_lines = UInt32(max(context, 0))
        let before = Content(old)
        let after = Content(new)
        let patch = try Owned("compare the contents of", path, free: git_patch_free) {
            git_patch_from_buffers(&$0, before.pointer, before.count, path, after.pointer, after.count, path, &options)
        }
        guard let delta = git_patch_get_delta(patch.pointer)?.pointee else { throw .notFound("the difference of \(path)") }
        self.path = path
        difference = old == nil ? .added : new == nil ? .deleted : .modified
        omission = delta.flags & GIT_DIFF_FLAG_BINARY.rawValue != 0 ? .binary : nil
        text = try Buffer("show the difference of", path) { git_patch_to_buf(&$0, patch.pointer) }.text
        var hunks: [Hunk] = []
        for index in 0..<git_patch_num_hunks(patch.pointer) { hunks.append(try Hunk(index, of: patch.pointer)) }
        self.hunks = hunks
    }

    init(_ changed: ChangedPath, omission: Omission, text: String) {
        (path, difference, hunks, self.omission, self.text) = (changed.path, changed.difference, [], omission, text)
    }
}

/// A copy of a content that stays in place while a patch refers to it. An empty content has an address; a missing one has none.
private struct Content: ~Copyable {
    let pointer: UnsafeMutableRawPointer?
    let count: Int

    init(_ bytes: [UInt8]?) {
        count = bytes?.count ?? 0
        pointer =
            bytes.map { bytes in
                let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count + 1, alignment: 1)
                copy.copyBytes(from: bytes)
                return copy.baseAddress
            } ?? nil
    }

    deinit { pointer?.deallocate() }
}

extension FileDiff.Hunk {
    fileprivate init(_ index: Int, of patch: OpaquePointer) throws(GitError) {
        var hunk: UnsafePointer<git_diff_hunk>?
        var count = 0
        try check(git_patch_get_hunk(&hunk, &count, patch, index), "read a difference")
        guard let hunk = hunk?.pointee else { throw .notFound("hunk \(index) of a difference") }
        (oldStart, oldCount) = (Int(hunk.old_start), Int(hunk.old_lines))
        (newStart, newCount) = (Int(hunk.new_start), Int(hunk.new_lines))
        var lines: [FileDiff.Line] = []
        for number in 0..<count {
            var line: UnsafePointer<git_diff_line>?
            try check(git_patch_get_line_in_hunk(&line, patch, index, number), "read a difference")
            if let line = line.flatMap({ FileDiff.Line($0.pointee) }) { lines.append(line) }
        }
        self.lines = lines
    }
}

extension FileDiff.Line {
    /// Nil for the marker of a missing line feed, which is told by the line before.
    fileprivate init?(_ line: git_diff_line) {
        switch git_diff_line_t(UInt32(UInt8(bitPattern: line.origin))) {
        case GIT_DIFF_LINE_CONTEXT: kind = .context
        case GIT_DIFF_LINE_ADDITION: kind = .added
        case GIT_DIFF_LINE_DELETION: kind = .removed
        default: return nil
        }
        let content = UnsafeRawBufferPointer(start: line.content, count: line.content_len)
        isTerminated = content.last == 10
        text = String(decoding: isTerminated ? UnsafeRawBufferPointer(rebasing: content.dropLast()) : content, as: UTF8.self)
        oldNumber = line.old_lineno > 0 ? Int(line.old_lineno) : nil
        newNumber = line.new_lineno > 0 ? Int(line.new_lineno) : nil
    }
}
