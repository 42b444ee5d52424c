import Testing

@testable import Terminal

@Suite struct PatienceTests {
    @Test func `what the server asks for is waited for, up to a minute all in all`() {
        var patience = Patience()
        #expect(patience.wait(after: 429, retryAfter: "20") == .seconds(20))
        #expect(patience.wait(after: 429, retryAfter: "41") == nil)
        #expect(patience.wait(after: 429, retryAfter: "39") == .seconds(39))
        #expect(patience.wait(after: 429, retryAfter: "0") == .seconds(1))
        #expect(patience.wait(after: 429, retryAfter: "0") == nil)
    }

    @Test(arguments: [(200, "1"), (503, "1"), (429, nil), (429, "soon"), (429, "-1")] as [(Int, String?)])
    func `everything else is an answer`(status: Int, header: String?) {
        var patience = Patience()
        #expect(patience.wait(after: status, retryAfter: header) == nil)
    }
}
