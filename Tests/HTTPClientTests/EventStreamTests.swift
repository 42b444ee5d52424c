import Testing

@testable import HTTPClient

@Suite struct EventStreamTests {
    private func decode(_ text: String) throws -> [ServerSentEvent] {
        var decoder = EventStreamDecoder()
        return try decoder.feed(Array(text.utf8))
    }

    @Test(arguments: [
        ("data: a\n\n", [ServerSentEvent(data: "a")]),
        ("data:a\n\n", [ServerSentEvent(data: "a")]),
        ("data:  a\n\n", [ServerSentEvent(data: " a")]),
        ("data: a\ndata: b\n\n", [ServerSentEvent(data: "a\nb")]),
        ("data\n\n", [ServerSentEvent(data: "")]),
        ("data:\ndata\n\n", [ServerSentEvent(data: "\n")]),
        ("event: x\ndata: a\n\ndata: b\n\n", [ServerSentEvent(event: "x", data: "a"), ServerSentEvent(data: "b")]),
        ("event: x\n\ndata: b\n\n", [ServerSentEvent(data: "b")]),
        ("event:\ndata: a\n\n", [ServerSentEvent(data: "a")]),
        (
            "id: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\n",
            [ServerSentEvent(data: "a", id: "1"), ServerSentEvent(data: "b", id: "1"), ServerSentEvent(data: "c")]
        ),
        ("id: 1\u{0}\ndata: a\n\n", [ServerSentEvent(data: "a")]),
        ("id: 7\n\ndata: a\n\n", [ServerSentEvent(data: "a", id: "7")]),
        (": comment\n:\n\ndata: a\n: more\n\n", [ServerSentEvent(data: "a")]),
        ("unknown: x\ndatax: y\nData: z\n data: w\ndata: a\n\n", [ServerSentEvent(data: "a")]),
        ("data: a:b: c\n\n", [ServerSentEvent(data: "a:b: c")]),
        ("\u{FEFF}data: a\n\n", [ServerSentEvent(data: "a")]),
        ("data: a\n\n\u{FEFF}data: b\n\n", [ServerSentEvent(data: "a")]),
        ("\n\n\ndata: a\n\n\n", [ServerSentEvent(data: "a")]),
        ("data: a\n\ndata: cut", [ServerSentEvent(data: "a")]),
        ("data: a\n\ndata: cut\n", [ServerSentEvent(data: "a")]),
        ("data: \u{1F600}\u{E9}\n\n", [ServerSentEvent(data: "\u{1F600}\u{E9}")]),
        ("", []),
    ])
    func `each rule of the format holds, with every line end`(_ text: String, _ events: [ServerSentEvent]) throws {
        for lineEnd in ["\n", "\r", "\r\n"] { #expect(try decode(text.replacing("\n", with: lineEnd)) == events) }
    }

    @Test func `mixed line ends are each one line end`() throws {
        #expect(try decode("data: a\r\n\ndata: b\r\rdata: c\n\r\n") == ["a", "b", "c"].map { ServerSentEvent(data: $0) })
    }

    @Test func `bytes that are not text are replaced`() throws {
        var decoder = EventStreamDecoder()
        #expect(try decoder.feed(Array("data: ".utf8) + [0xFF, 0x0A, 0x0A]) == [ServerSentEvent(data: "\u{FFFD}")])
    }

    @Test func `the reconnection time and the last id are kept`() throws {
        var decoder = EventStreamDecoder()
        #expect(try decoder.feed(Array("retry: 1500\nid: 9\n\n".utf8)).isEmpty)
        #expect(decoder.reconnectionTime == .milliseconds(1500))
        #expect(decoder.lastEventID == "9")
        _ = try decoder.feed(Array("retry: 1.5\n\nretry: -1\n\nretry:\n\nretry: 99999999999999999999\n\n".utf8))
        #expect(decoder.reconnectionTime == .milliseconds(1500))
    }

    @Test func `any chunking gives the same events`() throws {
        let first = "\u{FEFF}: hi\r\nid: 1\revent: tok\u{E9}n\ndata: {\"a\":\r\ndata: 1}\r\n\r\n"
        let text = first + "data: b\r\rretry: 5\ndata\n\n\r\nid:2\ndata: \u{1F600}\r\n\r\n"
        let bytes = Array(text.utf8)
        let whole = try decode(text)
        #expect(whole.count == 4)
        for size in 1...bytes.count { #expect(try decode(bytes, cuts: stride(from: size, to: bytes.count, by: size).map { $0 }) == whole) }
        var generator = Generator(state: 42)
        for _ in 0..<500 {
            let cuts = (0..<Int.random(in: 0...12, using: &generator)).map { _ in Int.random(in: 0...bytes.count, using: &generator) }
            #expect(try decode(bytes, cuts: cuts.sorted()) == whole)
        }
    }

    private func decode(_ bytes: [UInt8], cuts: [Int]) throws -> [ServerSentEvent] {
        var decoder = EventStreamDecoder()
        let bounds = [0] + cuts + [bytes.count]
        return try zip(bounds, bounds.dropFirst()).flatMap { try decoder.feed(Array(bytes[$0..<$1])) }
    }

    @Test func `an event over the limit is refused, however it is made up`() throws {
        for text in [
            "data: " + String(repeating: "x", count: 100), String(repeating: "data: xxxxxxxx\n", count: 10), ":" + String(repeating: "c", count: 100),
        ] {
            var whole = EventStreamDecoder(limit: 64)
            #expect(throws: EventStreamDecoder.TooLarge(limit: 64)) { try whole.feed(Array(text.utf8)) }
            var single = EventStreamDecoder(limit: 64)
            #expect(throws: EventStreamDecoder.TooLarge(limit: 64)) { for byte in text.utf8 { _ = try single.feed([byte]) } }
        }
        var decoder = EventStreamDecoder(limit: 64)
        for _ in 0..<100 { #expect(try decoder.feed(Array("data: 0123456789\n\n".utf8)).count == 1) }
    }
}

/// A reproducible source of numbers (SplitMix64).
struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
