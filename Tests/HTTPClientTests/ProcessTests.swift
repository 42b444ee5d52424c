import Synchronization
import Testing

@testable import HTTPClient

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What concerns the whole process is tested in a process of its own.
@Suite(.timeLimit(.minutes(1))) struct ProcessTests {
    @Test func `proxies of the environment are ignored`() async {
        await #expect(processExitsWith: .success) {
            for name in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "https_proxy"] { setenv(name, "http://127.0.0.1:1", 1) }
            unsetenv("no_proxy")
            try await withServer { server, client in
                let response = try await client.send(server.request())
                try #require(response.status == 200)
                try #require(server.log.requests[0].target == "/ok")
            }
        }
    }

    @Test func `the client's thread gets no signals, so writing to a broken connection does not end the process`() async {
        await #expect(processExitsWith: .success) {
            signal(SIGPIPE, SIG_DFL)
            var ends: [Int32] = [0, 0]
            try #require(pipe(&ends) == 0)
            close(ends[0])
            let broken = ends[1]
            let result = Mutex(0)
            try OwnedThread { result.withLock { $0 = write(broken, "x", 1) } }.join()
            try #require(result.withLock { $0 } == -1)
        }
    }

    #if canImport(Glibc)
        @Test func `a client leaves no thread and no open file behind`() async {
            await #expect(processExitsWith: .success) {
                let server = try TestServer.start()
                func use() async throws {
                    let client = try Client()
                    let request = try server.request()
                    for _ in 0..<3 { _ = try await client.send(request) }
                    let hanging = try server.request(.get, "/hang")
                    async let error = client.failure(of: hanging)
                    await server.log.wait { $0.contains { if case .request(let seen) = $0 { seen.target == "/hang" } else { false } } }
                    await client.shutdown()
                    let reason = await error?.reason
                    try #require(reason == .cancelled)
                }
                // The first use starts what stays: the cooperative pool and the server's own thread.
                try await use()
                await server.log.wait { $0.count { if case .closed = $0 { true } else { false } } == 1 }
                let before = (threads: try entries("/proc/self/task"), files: try entries("/proc/self/fd"), mappings: try lines("/proc/self/maps"))
                for _ in 0..<40 { try await use() }
                await server.log.wait { $0.count { if case .closed = $0 { true } else { false } } == 41 }
                let after = (threads: try entries("/proc/self/task"), files: try entries("/proc/self/fd"), mappings: try lines("/proc/self/maps"))
                // A connection's thread at the server may still be on its way out.
                try #require(after.threads < before.threads + 10)
                try #require(after.files <= before.files)
                // The stack of a thread that nobody joined stays mapped.
                try #require(after.mappings < before.mappings + 30, "\(before) \(after)")
                server.stop()
            }
        }
    #endif
}

#if canImport(Glibc)
    private func lines(_ path: String) throws -> Int {
        let file = try #require(fopen(path, "r"))
        defer { fclose(file) }
        var count = 0
        while true {
            let byte = getc(file)
            if byte == EOF { return count }
            if byte == 10 { count += 1 }
        }
    }

    private func entries(_ path: String) throws -> Int {
        let directory = try #require(opendir(path))
        defer { closedir(directory) }
        var count = 0
        while readdir(directory) != nil { count += 1 }
        return count
    }
#endif
