import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A program at work in a process of its own. Killed when nobody holds it any more.
final class Program: Sendable {
    let processID: pid_t
    let command: String
    let output = Transcript<String>()
    let errors = Transcript<String>()
    private let end: Transcript<Int32>
    /// One start at a time: between the making of a pipe and its marking as private, another program would inherit it.
    private static let starting = Mutex(())

    /// How a program ended: its exit code, or minus the signal that killed it.
    struct Result: Sendable, CustomStringConvertible {
        let command: String
        let code: Int32
        let output: String
        let errors: String
        var description: String { "\(command)\n-> \(code)\n\(output)\n\(errors)" }
    }

    /// - Parameters:
    ///   - command: the program, looked up in PATH when it has no slash, and its arguments.
    ///   - input: what it reads from; nothing when nil.
    init(_ command: [String], in folder: String, environment: [String: String], input: Int32? = nil) throws {
        self.command = command.joined(separator: " ")
        let (process, output, errors) = try Self.starting.withLock { _ in
            let (output, errors) = (try Pipe(), try Pipe())
            defer {
                close(output.writing)
                close(errors.writing)
            }
            let process = try Self.spawn(command, in: folder, environment: environment, input: input, output: output.writing, errors: errors.writing)
            return (process, output, errors)
        }
        processID = process
        let end = Transcript<Int32>()
        self.end = end
        try Pipe.lines(of: output.reading, into: self.output)
        try Pipe.lines(of: errors.reading, into: self.errors)
        try OwnThread.start {
            var status: Int32 = 0
            while waitpid(process, &status, 0) < 0, errno == EINTR {}
            end.append(status & 0x7f == 0 ? (status >> 8) & 0xff : -(status & 0x7f))
            end.finish()
        }
    }

    deinit { if end.past.isEmpty { kill(processID, SIGKILL) } }

    func send(_ signal: Int32) { if end.past.isEmpty { kill(processID, signal) } }

    /// Waits until it has ended and all it wrote is read.
    @discardableResult
    func finish(within limit: Duration = .seconds(30)) async throws -> Result {
        let code = try await within(limit, "the end of \(self.command); it wrote \(self.output.past) \(self.errors.past)") { [self] in
            for await _ in output.stream() {}
            for await _ in errors.stream() {}
            var code: Int32 = -1
            for await status in end.stream() { code = status }
            try Task.checkCancellation()
            return code
        }
        return Result(
            command: command, code: code, output: output.past.joined(separator: "\n"), errors: errors.past.joined(separator: "\n"))
    }

    /// The first line of the transcript with the text in it, as soon as it is there.
    func line(_ text: String, amongErrors: Bool = false) async throws -> String {
        try await within(.seconds(30), "a line with \"\(text)\" from \(self.command); it wrote \(self.output.past) \(self.errors.past)") { [self] in
            for await line in (amongErrors ? errors : output).stream() where line.contains(text) { return line }
            throw Overdue(description: "\(command) ended without a line with \"\(text)\"; it wrote \(output.past) \(errors.past)")
        }
    }

    private static func spawn(
        _ command: [String], in folder: String, environment: [String: String], input: Int32?, output: Int32, errors: Int32
    ) throws -> pid_t {
        // A shell enters the folder and becomes the program.
        var arguments = (["sh", "-c", "cd \"$0\" && exec \"$@\"", folder] + command).map { strdup($0) } + [nil]
        var variables = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for string in arguments + variables { free(string) } }
        #if canImport(Glibc)
            var actions = posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #else
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        if let input {
            posix_spawn_file_actions_adddup2(&actions, input, 0)
        } else {
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        }
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_adddup2(&actions, errors, 2)
        // Signals as in a fresh shell, whatever the test's process does with them.
        var none = sigset_t(), all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF))
        var process = pid_t()
        let code = posix_spawn(&process, "/bin/sh", &actions, &attributes, &arguments, &variables)
        guard code == 0 else { throw SystemError("cannot start \(command[0])", code) }
        return process
    }
}
