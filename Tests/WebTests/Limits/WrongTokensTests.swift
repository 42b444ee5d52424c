import CivilTime
import Testing
import Workspace

@testable import Web

@Suite struct WrongTokensTests {
    private static let start = Instant(milliseconds: 0)

    @Test func `after ten wrong ones a second passes between two, and nothing is learned meanwhile`() {
        var wrong = WrongTokens()
        for _ in 0..<10 { #expect(wrong.judge(nil, from: "a", at: Self.start) == .wrong) }
        #expect(wrong.judge(nil, from: "a", at: Self.start) == .wait(.seconds(1)))
        // Not even that a guess was right.
        #expect(wrong.judge("tok_right", from: "a", at: Self.start) == .wait(.seconds(1)))
        #expect(wrong.judge("tok_right", from: "b", at: Self.start) == .accepted)
        #expect(wrong.judge(nil, from: "a", at: Self.start + .seconds(1)) == .wrong)
        #expect(wrong.judge(nil, from: "a", at: Self.start + .seconds(1)) == .wait(.seconds(1)))
    }

    @Test func `who was accepted before a flood stays accepted, at that address`() {
        var wrong = WrongTokens()
        #expect(wrong.judge("tok_owner", from: "a", at: Self.start) == .accepted)
        for _ in 0..<1000 { _ = wrong.judge(nil, from: "a", at: Self.start) }
        #expect(wrong.judge("tok_owner", from: "a", at: Self.start) == .accepted)
        #expect(wrong.judge("tok_other", from: "a", at: Self.start) != .accepted)
    }

    @Test func `memory is bounded, whatever addresses and tokens there are`() {
        var wrong = WrongTokens()
        for number in 0..<5000 {
            _ = wrong.judge(number.isMultiple(of: 2) ? "tok_\(number)" : nil, from: "address \(number)", at: Self.start + .milliseconds(number))
        }
        #expect(wrong.count <= 1024)
        var rates = RequestRates()
        for number in 0..<5000 {
            let holder = TokenSet.Holder(id: "tok_\(number)", name: "n", scope: .viewer)
            #expect(rates.take(holder, at: Self.start + .seconds(number)) == nil)
        }
        #expect(rates.count <= 1024)
    }

    @Test(arguments: [
        (nil, "unknown"), ("127.0.0.1", "127.0.0.1"), ("::ffff:10.1.2.3", "10.1.2.3"), ("2001:db8:1:2:3:4:5:6", "20:1:d:b8:0:1:0:2::/64"),
        ("2001:db8:1:2::9", "20:1:d:b8:0:1:0:2::/64"), ("2001:db8:1:3::9", "20:1:d:b8:0:1:0:3::/64"), ("::1", "0:0:0:0:0:0:0:0::/64"),
    ])
    func `addresses of one client are one`(address: String?, group: String) {
        #expect(ClientAddress.group(address) == group)
    }
}
