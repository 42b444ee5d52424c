import JSON
import Testing

@testable import Terminal

@Suite struct APITests {
    private func answer(_ status: Int, _ body: String, accepting: Set<Int> = []) throws(APIFailure) -> JSON {
        try APIClient.answer(status: status, body: Array(body.utf8), of: "http://h", accepting: accepting)
    }

    @Test func `a successful answer is its document`() throws {
        #expect(try answer(200, "{\"items\":[]}") == ["items": []])
        #expect(try answer(201, "1") == 1)
    }

    @Test func `an error says what the server said, with its findings`() throws {
        let body =
            #"{"error": {"code": "bad_input", "message": "the input is wrong", "findings": "#
            + #"[{"code": "E01", "pointer": "/service", "message": "is missing", "hint": "give it"}]}}"#
        let failure = #expect(throws: APIFailure.self) { try answer(422, body, accepting: [422]) }
        #expect("\(try #require(failure))" == "the input is wrong (bad_input)\n  /service: E01 is missing — give it")
        guard case .refused(let refusal) = failure else {
            Issue.record("\(String(describing: failure)) is not a refusal")
            return
        }
        #expect(refusal.status == 422 && refusal.code == "bad_input" && refusal.findings.count == 1)
    }

    @Test func `a status that was asked for is an answer, any other is not`() throws {
        #expect(try answer(422, #"{"status": "rejected"}"#, accepting: [422])["status"] == "rejected")
        #expect(throws: APIFailure.self) { try answer(422, #"{"status": "rejected"}"#) }
    }

    @Test(arguments: [(200, "<html>"), (200, ""), (502, "<html>"), (404, "{}")])
    func `what no server of a workspace says is told apart`(status: Int, body: String) throws {
        let failure = #expect(throws: APIFailure.self) { try answer(status, body) }
        #expect("\(try #require(failure))".hasPrefix("http://h answered with s"))
    }

    @Test(arguments: [
        ("health_check", "health_check"), ("a/b", "a%2Fb"), ("..", ".."), ("ü?", "%C3%BC%3F"), ("a b\n", "a%20b%0A"), ("x#y&z=1", "x%23y%26z%3D1"),
    ])
    func `a name is one segment of a path whatever it holds`(name: String, segment: String) {
        #expect(APIClient.segment(name) == segment)
    }

    @Test func `the server's file is read`() throws {
        let file = Array(#"{"url": "http://127.0.0.1:7420", "process_id": 42}"#.utf8)
        let address = try ServerAddress(file: file, path: "f")
        #expect(address.processID == 42)
        #expect("\(address.url)" == "http://127.0.0.1:7420/")
    }

    @Test(arguments: [("0.0.0.0", "127.0.0.1"), ("[::]", "[::1]"), ("192.168.1.2", "192.168.1.2")])
    func `a server on every address is asked on the loopback one`(host: String, asked: String) throws {
        let address = try ServerAddress(file: Array("{\"url\": \"http://\(host):7420\", \"process_id\": 1}".utf8), path: "f")
        #expect("\(address.url)" == "http://\(asked):7420/")
    }

    @Test(arguments: [
        "", "{", "{}", #"{"url": "x", "process_id": 1}"#, #"{"url": "http://h", "process_id": 0}"#, #"{"url": "http://h", "process_id": -1}"#,
        #"{"url": "http://h", "process_id": 99999999999}"#,
    ])
    func `a server's file that no server wrote is refused by name`(text: String) throws {
        let failure = #expect(throws: APIFailure.self) { try ServerAddress(file: Array(text.utf8), path: "/w/.ratchet/server.json") }
        #expect("\(try #require(failure))".hasPrefix("/w/.ratchet/server.json is not what a server writes"))
    }

    @Test func `without a server the failure says how to start one`() {
        #expect("\(APIFailure.noServer(folder: "/w"))" == "no server is running in /w; start one with `ratchet serve --workspace /w`")
    }
}
