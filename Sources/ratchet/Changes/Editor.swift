#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The user's editor of texts.
struct Editor {
    /// A line of shell, as git takes it too.
    let command: String

    init(environment: [String: String]) {
        command = ["VISUAL", "EDITOR"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? "vi"
    }

    /// Waits until the editor has ended. It has the terminal meanwhile.
    func open(_ path: String) throws {
        let words: [String] = ["sh", "-c", command + " \"$0\"", path]
        var arguments = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var process = pid_t()
        let code = posix_spawn(&process, "/bin/sh", nil, nil, &arguments, environ)
        guard code == 0 else { throw CommandFailure("no editor can be started: \(String(cString: strerror(code)))") }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        guard status == 0 else { throw CommandFailure("the editor, \(command), failed; nothing was changed") }
    }
}
