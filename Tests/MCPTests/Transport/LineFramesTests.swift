import Testing

@testable import MCP

@Suite struct LineFramesTests {
    private static let text = "{\"a\":1}\r\n\n  \t\n{\"b\":\"\u{e9}\"}\n{\"long\":\"0123456789\"}\nlast"
    private static let frames: [LineFrames.Frame] = [
        .line(Array("{\"a\":1}".utf8)), .line(Array("{\"b\":\"\u{e9}\"}".utf8)), .tooLong, .line(Array("last".utf8)),
    ]

    @Test(arguments: 1...70)
    func `the frames are the same however the bytes are cut`(size: Int) {
        var frames = LineFrames(limit: 12)
        var found: [LineFrames.Frame] = []
        let bytes = Array(Self.text.utf8)
        for start in stride(from: 0, to: bytes.count, by: size) { found += frames.feed(bytes[start..<min(start + size, bytes.count)]) }
        #expect(found + frames.end() == Self.frames)
    }

    @Test(arguments: [(4, [LineFrames.Frame.line([97, 97, 97, 97])]), (5, [.tooLong])])
    func `the limit is exact and does not count what ends the line`(count: Int, expected: [LineFrames.Frame]) {
        var frames = LineFrames(limit: 4)
        #expect(frames.feed(Array(repeating: UInt8(ascii: "a"), count: count)[...] + [10]) == expected)
    }

    @Test func `a line that is too long is told once, at once, and then forgotten`() {
        var frames = LineFrames(limit: 10)
        var found: [LineFrames.Frame] = []
        for _ in 0..<1000 { found += frames.feed(Array(repeating: UInt8(ascii: "x"), count: 100)[...]) }
        #expect(found == [.tooLong])
        #expect(frames.feed(Array("\nok\n".utf8)[...]) == [.line(Array("ok".utf8))])
    }

    @Test func `an end without bytes is no frame`() {
        var frames = LineFrames(limit: 10)
        #expect(frames.feed(Array("a\n".utf8)[...]).count == 1)
        #expect(frames.end() == [])
    }
}
