import Testing

@testable import Terminal

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct ScreenTests {
    /// Both ends of a pipe.
    private func pipe() throws -> (read: Int32, write: Int32) {
        var ends: [Int32] = [0, 0]
        #if canImport(Glibc)
            try #require(Glibc.pipe(&ends) == 0)
        #else
            try #require(Darwin.pipe(&ends) == 0)
        #endif
        return (ends[0], ends[1])
    }

    @Test func `a pipe is no terminal: no colours, and COLUMNS or 100 columns`() throws {
        let ends = try pipe()
        defer {
            close(ends.read)
            close(ends.write)
        }
        #expect(Screen(descriptor: ends.write, environment: [:]) == Screen(width: 100))
        #expect(Screen(descriptor: ends.write, environment: ["COLUMNS": "60", "TERM": "xterm"]) == Screen(width: 60))
        #expect(Screen(descriptor: ends.write, environment: ["COLUMNS": "none"]).width == 100)
        #expect(Screen(descriptor: ends.write, environment: ["COLUMNS": "-3"]).width == 100)
    }

    @Test func `a terminal has its own width, and colours unless the environment says no`() throws {
        var main: Int32 = 0, side: Int32 = 0
        var size = winsize(ws_row: 24, ws_col: 77, ws_xpixel: 0, ws_ypixel: 0)
        try #require(openpty(&main, &side, nil, nil, &size) == 0)
        defer {
            close(main)
            close(side)
        }
        let screen = Screen(descriptor: side, environment: ["COLUMNS": "60"])
        #expect(screen == Screen(width: 77, isTerminal: true, hasColour: true))
        #expect(!Screen(descriptor: side, environment: ["NO_COLOR": "1"]).hasColour)
        #expect(Screen(descriptor: side, environment: ["NO_COLOR": ""]).hasColour)
        #expect(!Screen(descriptor: side, environment: ["TERM": "dumb"]).hasColour)
    }

    @Test func `text is written whole, and a reader that left is told apart`() throws {
        signal(SIGPIPE, SIG_IGN)
        let ends = try pipe()
        try TextOutput(descriptor: ends.write).line("ünï")
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = read(ends.read, &bytes, bytes.count)
        #expect(String(decoding: bytes.prefix(count), as: UTF8.self) == "ünï\n")
        close(ends.read)
        #expect(throws: TextOutputError.closed) { try TextOutput(descriptor: ends.write).write("x") }
        close(ends.write)
        #expect(throws: TextOutputError.failed(code: EBADF)) { try TextOutput(descriptor: -1).write("x") }
    }
}
