import Testing

@testable import HTTPClient

@Suite struct HeadersTests {
    private let headers: Headers = ["Content-Type": "text/plain", "Set-Cookie": "a", "X-Empty": "", "set-cookie": "b"]

    @Test func `names are compared without case, and repeated values joined`() {
        #expect(headers["CONTENT-TYPE"] == "text/plain")
        #expect(headers["Set-Cookie"] == "a, b")
        #expect(headers.values(of: "SET-COOKIE") == ["a", "b"])
        #expect(headers["x-empty"] == "")
        #expect(headers["missing"] == nil)
    }

    @Test func `the dictionary has one lower-case entry for each name`() {
        #expect(headers.dictionary == ["content-type": "text/plain", "set-cookie": "a, b", "x-empty": ""])
    }

    @Test func `setting replaces all, nil removes, append adds`() {
        var headers = headers
        headers["SET-COOKIE"] = "c"
        headers["X-Empty"] = nil
        headers.append("content-type", "more")
        #expect(headers.fields.map(\.name) == ["Content-Type", "SET-COOKIE", "content-type"])
        #expect(headers["content-type"] == "text/plain, more")
    }
}

@Suite struct HeadParserTests {
    private func parse(_ text: String) throws -> [ResponseHead] {
        var parser = HeadParser()
        var heads: [ResponseHead] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if let head = try parser.feed(Array("\(line)\r\n".utf8)) { heads.append(head) }
        }
        return heads
    }

    @Test func `a head is complete at the empty line`() throws {
        let heads = try parse("HTTP/1.1 200 OK\nA: 1\nb:  2 \t\nEmpty:\nColon: a:b\n")
        #expect(heads == [ResponseHead(status: 200, headers: ["A": "1", "b": "2", "Empty": "", "Colon": "a:b"])])
    }

    @Test func `interim heads and trailers are dropped`() throws {
        let heads = try parse("HTTP/1.1 100 Continue\nA: 0\n\nHTTP/2 204\nA: 1\n\nTrailer: 2\n")
        #expect(heads == [ResponseHead(status: 204, headers: ["A": "1"])])
    }

    @Test func `a folded line continues the value before it`() throws {
        #expect(try parse("HTTP/1.1 200 OK\nA: 1\n  2\n\t3\n").first?.headers == ["A": "1 2 3"])
    }

    @Test(arguments: [
        "HTTP/1.1", "HTTP/1.1 20 OK", "HTTP/1.1 2000 OK", "HTTP/1.1 099 X", "ICY 200 OK", "HTTP/1.1 200 OK\nno colon", "HTTP/1.1 200 OK\n: v",
        "HTTP/1.1 200 OK\n folded",
    ])
    func `a malformed head is refused`(_ text: String) {
        #expect(throws: HeadParser.Failure.self) { try parse(text + "\n") }
    }

    @Test func `lines are counted and measured over the whole response`() throws {
        let line = "X: 1\n"
        #expect(try parse("HTTP/1.1 200 OK\n" + String(repeating: line, count: 199)).count == 1)
        #expect(throws: HeadParser.Failure.self) { try parse("HTTP/1.1 200 OK\n" + String(repeating: line, count: 200)) }
        let interim = "HTTP/1.1 103 X\n" + String(repeating: line, count: 50) + "\n"
        #expect(throws: HeadParser.Failure.self) { try parse(String(repeating: interim, count: 4)) }
        #expect(throws: HeadParser.Failure.self) { try parse("HTTP/1.1 200 OK\nX: " + String(repeating: "v", count: 64 << 10)) }
    }
}
