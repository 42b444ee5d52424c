import CGit

extension Repository {
    /// The files that differ between two commits, with their lines. `old` nil stands for the empty tree; `paths` as in
    /// ``changedPaths(from:to:paths:)``.
    ///
    /// A file of more than `limit` bytes on either side is reported as ``FileDiff/Omission/tooLarge`` and not loaded.
    package func diff(
        from old: CommitID?, to new: CommitID, paths: [String] = [], context: Int = 3, limit: Int = 1 << 20
    ) throws(GitError) -> [FileDiff] {
        var diffs: [FileDiff] = []
        for changed in try changedPaths(from: old, to: new, paths: paths) {
            diffs.append(try diff(changed, context, limit))
        }
        return diffs
    }

    private func diff(_ changed: ChangedPath, _ context: Int, _ limit: Int) throws(GitError) -> FileDiff {
        guard changed.old?.kind != .submodule, changed.new?.kind != .submodule else {
            return FileDiff(changed, omission: .submodule, text: "")
        }
        do throws(GitError) {
            return try FileDiff(
                path: changed.path, old: content(changed.old, limit), new: content(changed.new, limit), context: context)
        } catch {
            guard case .tooLarge = error else { throw error }
            return FileDiff(changed, omission: .tooLarge, text: "")
        }
    }

    private func content(_ side: Side?, _ limit: Int) throws(GitError) -> [UInt8]? {
        guard let side else { return nil }
        return try blob(side.id, limit: limit)
    }
}
