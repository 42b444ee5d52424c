import CGit

/// The repository's own settings, `.git/config`. No other configuration is ever read.
extension Repository {
    /// The value of a setting such as `gpg.format`, the last one if it has several; nil when it is not set.
    package func config(_ key: String) throws(GitError) -> String? {
        try checkText(key)
        let settings = try settings()
        let snapshot = try Owned("read the settings of", path, free: git_config_free) { git_config_snapshot(&$0, settings.pointer) }
        var value: UnsafePointer<CChar>?
        let status = git_config_get_string(&value, snapshot.pointer, key)
        if status == GIT_ENOTFOUND.rawValue { return nil }
        try check(status, "read the setting", key)
        return value.map { String(cString: $0) }
    }

    /// Sets it, replacing the value it had. Setting it to the same value again changes nothing.
    package func setConfig(_ key: String, _ value: String) throws(GitError) {
        try checkText(key)
        try checkText(value)
        if try config(key) == value { return }
        let settings = try settings()
        try check(git_config_set_string(settings.pointer, key, value), "change the setting", key)
    }

    private func settings() throws(GitError) -> Owned {
        let all = try Owned("read the settings of", path, free: git_config_free) { git_repository_config(&$0, handle.pointer) }
        return try Owned("read the settings of", path, free: git_config_free) {
            git_config_open_level(&$0, all.pointer, GIT_CONFIG_LEVEL_LOCAL)
        }
    }

    private func checkText(_ text: String) throws(GitError) {
        if text.utf8.contains(where: { $0 < 32 }) { throw .invalid("the setting \"\(text)\"", reason: "it contains a control character") }
    }
}
