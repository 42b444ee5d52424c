import JSON

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A line of shell at work, at the other end of two pipes. It is ended when it is held no more.
final class Peer {
    private let process: pid_t
    private let input: Int32
    private let output: Int32
    private var rest: [UInt8] = []
    private var hasEnded = false

    init(_ line: String) throws {
        var down: [Int32] = [-1, -1], up: [Int32] = [-1, -1]
        guard pipe(&down) == 0, pipe(&up) == 0 else { throw BenchFailure(description: "no pipe") }
        for end in [down[1], up[0]] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        #if canImport(Glibc)
            var actions = posix_spawn_file_actions_t()
        #else
            var actions: posix_spawn_file_actions_t?
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_adddup2(&actions, down[0], 0)
        posix_spawn_file_actions_adddup2(&actions, up[1], 1)
        let words: [String] = ["sh", "-c", line]
        let arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        var process = pid_t()
        let code = posix_spawn(&process, "/bin/sh", &actions, nil, arguments, environ)
        for argument in arguments { free(argument) }
        posix_spawn_file_actions_destroy(&actions)
        close(down[0])
        close(up[1])
        (self.process, input, output) = (process, down[1], up[0])
        guard code == 0 else { throw BenchFailure(description: "sh did not start") }
    }

    deinit {
        close(input)
        close(output)
        guard !hasEnded else { return }
        kill(process, SIGTERM)
        var status: Int32 = 0
        waitpid(process, &status, 0)
    }

    /// How long the answer to a message takes.
    func answering(_ message: JSON) throws -> Duration {
        let bytes = message.bytes(.compact) + [10]
        return try ContinuousClock().measure {
            guard write(input, bytes, bytes.count) == bytes.count else { throw BenchFailure(description: "the program reads no more") }
            let answer = try line()
            guard answer.contains("\"result\""), !answer.contains("\"isError\"") else { throw BenchFailure(description: String(answer.prefix(300))) }
        }
    }

    func line() throws -> String {
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            if let end = rest.firstIndex(of: 10) {
                defer { rest.removeSubrange(...end) }
                return String(decoding: rest[..<end], as: UTF8.self)
            }
            let count = read(output, &block, block.count)
            guard count > 0 else { throw BenchFailure(description: "the program ended") }
            rest += block[..<count]
        }
    }

    func finish() throws -> Int32 {
        var status: Int32 = 0
        waitpid(process, &status, 0)
        hasEnded = true
        return status
    }
}

struct BenchFailure: Error, CustomStringConvertible {
    let description: String
}
