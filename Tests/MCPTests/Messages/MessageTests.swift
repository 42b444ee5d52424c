import JSON
import MCP
import Testing

@Suite struct MessageTests {
    @Test(arguments: [
        #"{"jsonrpc":"2.0","id":1,"method":"a"}"#, #"{"jsonrpc":"2.0","id":"x","method":"a","params":{"b":1}}"#, #"{"jsonrpc":"2.0","method":"a"}"#,
        #"{"jsonrpc":"2.0","id":1,"result":{}}"#, #"{"jsonrpc":"2.0","id":1,"error":{"code":-1,"message":"m","data":[1]}}"#,
        #"{"jsonrpc":"2.0","error":{"code":-1,"message":"m"}}"#,
    ])
    func `a message is written as it was read`(text: String) throws {
        #expect(String(decoding: try Message(parsing: Array(text.utf8)).bytes, as: UTF8.self) == text)
    }

    @Test(arguments: [
        #"{"jsonrpc":"2.0","id":1}"#, #"{"jsonrpc":"2.0","id":1,"method":2}"#, #"{"jsonrpc":"2.0","id":1.5,"method":"a"}"#,
        #"{"jsonrpc":"2.0","id":[],"result":{}}"#, #"{"jsonrpc":"2.0","id":1,"method":"a","params":[]}"#,
        #"{"jsonrpc":"2.0","id":1,"method":"a","result":{}}"#,
        #"{"jsonrpc":"2.0","id":1,"result":{},"error":{"code":1,"message":""}}"#, #"{"jsonrpc":"2.0","id":1,"result":1}"#,
        #"{"jsonrpc":"2.0","id":1,"error":{"code":"1","message":""}}"#, #"{"jsonrpc":2.0,"id":1,"method":"a"}"#, #"{"id":1,"method":"a"}"#, "[]", "1",
    ])
    func `what is no message is refused, with the id where there is one`(text: String) throws {
        let error = try #require(throws: UnreadableMessage.self) { try Message(parsing: Array(text.utf8)) }
        guard case .invalidRequest = error.error else { return #expect(Bool(false), "\(error)") }
        #expect((error.id == .number(1)) == text.contains(#""id":1,"#) || text == #"{"jsonrpc":"2.0","id":1}"#)
    }

    @Test(arguments: [(128, true), (129, false)])
    func `nesting is bounded`(depth: Int, isRead: Bool) {
        let params = String(repeating: "[", count: depth - 2) + String(repeating: "]", count: depth - 2)
        let text = #"{"jsonrpc":"2.0","method":"a","params":{"b":"# + params + "}}"
        #expect(((try? Message(parsing: Array(text.utf8))) != nil) == isRead)
    }

    @Test func `a message over the limit is refused`() throws {
        let text = Array(#"{"jsonrpc":"2.0","method":"a"}"#.utf8)
        _ = try Message(parsing: text, limits: FrameLimits(bytes: text.count))
        let error = #expect(throws: UnreadableMessage.self) { try Message(parsing: text, limits: FrameLimits(bytes: text.count - 1)) }
        #expect(error?.error == .frameTooLong(limit: text.count - 1))
    }
}

@Suite struct Base64Tests {
    @Test(arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy")])
    func `the examples of the standard hold both ways`(text: String, encoded: String) {
        #expect(Base64.encode(Array(text.utf8)) == encoded)
        #expect(Base64.decode(encoded) == Array(text.utf8))
    }

    @Test(arguments: ["Zg=", "Zg", "Zh==", "Z===", "====", "Zm9v\n", "Zm9-", "Zg==Zg==", "Zm9="])
    func `what is not its own encoding is refused`(text: String) { #expect(Base64.decode(text) == nil) }

    @Test func `all bytes come back`() {
        for count in 0..<10 {
            let bytes = (0..<(256 + count)).map { UInt8(truncatingIfNeeded: $0) }
            #expect(Base64.decode(Base64.encode(bytes)) == bytes)
        }
    }
}
