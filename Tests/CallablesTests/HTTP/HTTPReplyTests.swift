import JSON
import SkillLanguage
import Testing

@testable import Callables
@testable import HTTPClient

@Suite struct HTTPReplyTests {
    private func reply(_ body: [UInt8], status: Int = 200, type: String = "application/json") -> HTTPReply {
        HTTPReply(status: status, headers: ["Content-Type": type], body: body, scrubber: SecretScrubber([:]))
    }

    private func failure(
        _ reply: HTTPReply, _ expect: JSON = [:], isRepeatable: Bool = true, wait: Duration? = nil
    ) throws -> Failure? {
        let arguments = try HTTPArguments(["url": "u", "expect": expect])
        return reply.failure(of: "GET a.example/x", against: arguments.expectation, isRepeatable: isRepeatable, wait: wait)
    }

    @Test(
        arguments: [
            ("application/json", #"{"a":[1,2.5]}"#, ["a": [1, 2.5]]),
            ("Application/Problem+JSON ; charset=utf-8", #"{"a":1}"#, ["a": 1]),
            ("application/json", "", nil),
            ("application/json", "{not json", "{not json"),
            ("application/json", "18446744073709551616", 18446744073709551616.0),
            ("text/plain", #"{"a":1}"#, #"{"a":1}"#),
            ("application/jsonp", "1", "1"),
            ("", "1", "1"),
        ] as [(String, String, JSON)])
    func `a body is parsed when its type says JSON and it is`(type: String, text: String, body: JSON) {
        #expect(reply(Array(text.utf8), type: type).body == body)
    }

    @Test func `bytes that are not UTF-8 are replaced`() {
        #expect(reply([0x61, 0xFF, 0x62], type: "text/plain").body == "a\u{FFFD}b")
    }

    @Test func `header names are lower case and repeated ones joined`() {
        let headers: Headers = ["X-B": "1", "Set-Cookie": "a", "x-b": "2"]
        let reply = HTTPReply(status: 200, headers: headers, body: [], scrubber: SecretScrubber([:]))
        #expect(reply.output == ["status": 200, "headers": ["set-cookie": "a", "x-b": "1, 2"], "body": ""])
    }

    @Test func `a secret is taken out of headers, body and excerpt, also where the excerpt would cut it`() throws {
        let padding = String(repeating: "x", count: 2040)
        let reply = HTTPReply(
            status: 500, headers: ["X-Echo": Canary.value], body: Array((padding + Canary.value).utf8),
            scrubber: SecretScrubber(["TOKEN": Canary.value]))
        let failure = try #require(try failure(reply))
        #expect(!"\(reply.output) \(failure.details ?? .null)".contains("c4nary"))
        #expect(reply.headers["x-echo"] == "${secrets.TOKEN}")
    }

    @Test(arguments: [
        (500, "http.5xx.500", true), (501, "http.5xx.501", false), (502, "http.5xx.502", true), (503, "http.5xx.503", true),
        (504, "http.5xx.504", true),
        (400, "http.4xx.400", false), (404, "http.4xx.404", false), (408, "http.4xx.408", true), (425, "http.4xx.425", true),
        (429, "http.4xx.429", true), (301, "http.redirect", false), (304, "http.redirect", false),
    ])
    func `an unexpected status is an error of its own`(status: Int, type: String, retryable: Bool) throws {
        let failure = try #require(try failure(reply(Array("{}".utf8), status: status), wait: .seconds(7)))
        #expect(failure.type == type)
        #expect(failure.retryable == retryable)
        #expect(failure.details == ["status": .int(Int64(status)), "body": "{}"])
        #expect(failure.retryAfter == .seconds(7))
        #expect(failure.message == "GET a.example/x answered \(status)")
    }

    @Test(arguments: [(500, false), (503, false), (429, true), (408, true)])
    func `a write that is not idempotent is not repeated when the server may have done it`(status: Int, retryable: Bool) throws {
        #expect(try failure(reply([], status: status), isRepeatable: false)?.retryable == retryable)
    }

    @Test func `the author says which statuses are an answer`() throws {
        let found = reply([], status: 200), missing = reply([], status: 404)
        #expect(try failure(missing, ["status": ["2xx", "404"]]) == nil)
        #expect(try failure(missing, ["status": [404]]) == nil)
        #expect(try failure(missing, ["status": "4xx"]) == nil)
        #expect(try failure(found, ["status": ["404"]])?.type == "http.2xx.200")
    }

    @Test func `a body that breaks the schema is an error with the place`() throws {
        let schema: JSON = ["type": "object", "properties": ["n": ["type": "number"]], "required": ["n"]]
        #expect(try failure(reply(Array(#"{"n": 1}"#.utf8)), ["schema": schema]) == nil)
        let failure = try #require(try failure(reply(Array(#"{"n": "1"}"#.utf8)), ["schema": schema]))
        #expect(failure.type == "http.schema")
        #expect(!failure.retryable)
        #expect(failure.message.contains("/n"))
        #expect(failure.details?["body"] == #"{"n": "1"}"#)
    }

    @Test(arguments: [("aé", 2, "a…"), ("aé", 3, "aé"), ("a👍b", 4, "a…"), ("a👍b", 5, "a👍…"), ("", 0, "")])
    func `an excerpt ends between characters`(text: String, bytes: Int, excerpt: String) {
        #expect(text.excerpt(bytes: bytes) == excerpt)
    }

    @Test(
        arguments: [
            (.connect("x"), false, false, "http.connect", true), (.connect("x"), true, false, "http.connect", false),
            (.resolve("x"), false, false, "http.connect", true), (.reset("x"), true, true, "http.connect", true),
            (.timeout(.total, after: .seconds(1)), true, false, "http.timeout", false),
            (.timeout(.total, after: .seconds(1)), true, true, "http.timeout", true),
            (.timeout(.connect, after: .seconds(1)), false, false, "http.timeout", true),
            (.tls("x"), false, true, "http.tls", false), (.tooLarge(limit: 9), true, true, "http.too_large", false),
            (.deniedAddress(address: "127.0.0.1", kind: "loopback"), false, true, "http.denied.address", false),
            (.redirect("x"), true, true, "http.redirect", false), (.invalidRequest("x"), false, true, "expr.type", false),
            (.protocolError("x"), true, true, "http.connect", true),
        ] as [(HTTPError.Reason, Bool, Bool, String, Bool)])
    func `an exchange without an answer is an error of the tree`(reason: HTTPError.Reason, sent: Bool, again: Bool, type: String, retryable: Bool) {
        let failure = Failure(HTTPError(reason: reason, host: "a.example", mayHaveReachedServer: sent), isRepeatable: again)
        #expect(failure.type == type)
        #expect(failure.retryable == retryable)
        #expect(failure.details == ["host": "a.example", "may_have_reached_server": .bool(sent)])
    }
}
