import CivilTime
import MCP
import MCPFixtures

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Serves the fixtures of the conformance suite: `mcp-conformance` on standard input and output, `mcp-conformance --http PORT` on
/// `http://127.0.0.1:PORT/mcp`. With port 0 a free one is picked. The URL is printed when connections are accepted.
@main struct ConformanceCommand {
    static func main() async throws {
        let server = Server(ConformanceContent(now: now), seal: StateSeal(key: random(32)), now: now)
        let arguments = CommandLine.arguments.dropFirst()
        if arguments.first == "--http", let port = arguments.dropFirst().first.flatMap({ Int($0) }) {
            try await HTTPService(endpoint: Endpoint(server, random: random), limit: server.limits.bytes, port: port).run()
        } else {
            try await StdioTransport(server).run()
        }
    }

    @Sendable private static func now() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    @Sendable private static func random(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}
