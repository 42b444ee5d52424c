#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Runs the installed git as a user would, with a home directory of the test's own.
struct StockGit {
    let directory: String
    let home: String

    /// What it printed, errors included; with the exit status in front when that is not zero.
    @discardableResult
    func callAsFunction(_ arguments: String...) -> String {
        let (status, output) = run(arguments)
        return status == 0 ? output : "exit \(status): \(output)"
    }

    func run(_ arguments: [String]) -> (status: Int32, output: String) {
        let output = "\(home)/output-\(UInt64.random(in: 0...UInt64.max))"
        defer { unlink(output) }
        let status = Self.run(["git", "-C", directory] + arguments, home: home, output: output)
        return (status, String(decoding: Self.contents(output) ?? [], as: UTF8.self))
    }

    static func run(_ command: [String], home: String, output: String) -> Int32 {
        let environment = [
            "PATH=\(String(cString: getenv("PATH")))", "HOME=\(home)", "XDG_CONFIG_HOME=\(home)/.config", "GIT_CONFIG_NOSYSTEM=1", "LC_ALL=C",
            "GIT_AUTHOR_NAME=User", "GIT_AUTHOR_EMAIL=user@example.com", "GIT_COMMITTER_NAME=User", "GIT_COMMITTER_EMAIL=user@example.com",
            "GIT_AUTHOR_DATE=1700000000 +0100", "GIT_COMMITTER_DATE=1700000000 +0100",
        ]
        var arguments = command.map { strdup($0) } + [nil]
        var variables = environment.map { strdup($0) } + [nil]
        defer { for string in arguments + variables { free(string) } }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_CREAT | O_TRUNC | O_WRONLY, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var process = pid_t()
        guard posix_spawnp(&process, command[0], &actions, nil, &arguments, &variables) == 0 else { return -1 }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return status & 0x7f == 0 ? (status >> 8) & 0xff : -1
    }

    static func contents(_ path: String) -> [UInt8]? {
        let file = open(path, O_RDONLY)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes: [UInt8] = [], block = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = read(file, &block, block.count), count > 0 { bytes += block[..<count] }
        return bytes
    }
}
