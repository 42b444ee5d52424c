import CGit

extension Repository {
    /// The commits that `tip` leads to, newest first (parents after their children where times allow), at most `limit`.
    ///
    /// - Parameters:
    ///   - excluded: commits left out together with all that they lead to: `history(from: main, excluding: [live])` is `git log live..main`.
    ///   - childrenFirst: parents after their children whatever the times say; all of the history is walked for that.
    ///   - firstParents: of merges, only what they were made on: the history of the branch itself.
    ///   - path: only commits in which the file or directory there differs from each parent's.
    package func history(
        from tip: CommitID, excluding excluded: [CommitID] = [], touching path: String? = nil, childrenFirst: Bool = false,
        firstParents: Bool = false, limit: Int
    ) throws(GitError) -> [Commit] {
        let walk = try Owned("walk the history of", self.path, free: git_revwalk_free) { git_revwalk_new(&$0, handle.pointer) }
        let order = GIT_SORT_TIME.rawValue | (childrenFirst ? GIT_SORT_TOPOLOGICAL.rawValue : 0)
        try check(git_revwalk_sorting(walk.pointer, order), "sort the history of", self.path)
        if firstParents { try check(git_revwalk_simplify_first_parent(walk.pointer), "narrow the history of", self.path) }
        var start = tip.oid
        try check(git_revwalk_push(walk.pointer, &start), "start the history at", "the commit \(tip)")
        for commit in excluded {
            var id = commit.oid
            try check(git_revwalk_hide(walk.pointer, &id), "exclude", "the commit \(commit)")
        }
        var found: [Commit] = []
        while found.count < limit {
            var id = git_oid()
            let status = git_revwalk_next(&id, walk.pointer)
            if status == GIT_ITEROVER.rawValue { break }
            try check(status, "read the history of", "the commit \(tip)")
            let commit = try commit(CommitID(id))
            if let path, try !touches(commit, path, firstParents) { continue }
            found.append(commit)
        }
        return found
    }

    /// Whether `descendant` leads to `ancestor`, a commit counting as its own ancestor (`git merge-base --is-ancestor`).
    package func isAncestor(_ ancestor: CommitID, of descendant: CommitID) throws(GitError) -> Bool {
        for commit in [ancestor, descendant] { _ = try commitObject(commit) }
        if ancestor == descendant { return true }
        var older = ancestor.oid, newer = descendant.oid
        let answer = git_graph_descendant_of(handle.pointer, &newer, &older)
        try check(answer, "compare the histories of", "the commit \(descendant)")
        return answer == 1
    }

    /// A best common ancestor; nil when the histories have nothing in common.
    package func mergeBase(_ one: CommitID, _ other: CommitID) throws(GitError) -> CommitID? {
        for commit in [one, other] { _ = try commitObject(commit) }
        var base = git_oid(), a = one.oid, b = other.oid
        let status = git_merge_base(&base, handle.pointer, &a, &b)
        if status == GIT_ENOTFOUND.rawValue, git_error_last()?.pointee.klass == Int32(GIT_ERROR_MERGE.rawValue) { return nil }
        try check(status, "find the merge base of", "the commit \(one)")
        return CommitID(base)
    }

    private func touches(_ commit: Commit, _ path: String, _ firstParents: Bool) throws(GitError) -> Bool {
        let here = try entry(path, at: commit.id)
        if commit.parents.isEmpty { return here != nil }
        for parent in firstParents ? Array(commit.parents.prefix(1)) : commit.parents {
            let there = try entry(path, at: parent)
            if there?.id == here?.id, there?.kind == here?.kind { return false }
        }
        return true
    }
}
