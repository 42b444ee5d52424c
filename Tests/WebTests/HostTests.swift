import Testing
import Workspace

@testable import Web

@Suite struct HostTests {
    private func refusal(
        _ authority: String?, origin: String? = nil, bound: String = "127.0.0.1", address: String? = "127.0.0.1", port: Int? = 7411
    ) -> Refusal? {
        let head = RequestHead(
            method: "GET", path: "/", authority: authority, origin: origin, authorization: nil, local: .init(address: address, port: port))
        do throws(Refusal) {
            try HostCheck(bound: bound).check(head)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: ["127.0.0.1:7411", "localhost:7411", "LOCALHOST:7411", "[::1]:7411"])
    func `the server's own names are taken`(_ authority: String) {
        #expect(refusal(authority) == nil)
    }

    @Test(arguments: [
        "evil.example:7411", "evil.example", "127.0.0.1", "localhost", "127.0.0.1:7412", "localhost.evil.example:7411", "127.0.0.1:7411.evil",
        "0.0.0.0:7411", "", ":7411", "192.168.1.5:7411",
    ])
    func `any other host is misdirected`(_ authority: String) {
        #expect(refusal(authority)?.status == .misdirected)
        #expect(refusal(authority)?.code == "wrong_host")
    }

    @Test func `a request without a host, or on a connection without a port, is misdirected`() {
        #expect(refusal(nil)?.status == .misdirected)
        #expect(refusal("localhost:7411", port: nil)?.status == .misdirected)
    }

    @Test func `the name bound and the address connected to are taken`() {
        #expect(refusal("ratchet.lan:7411", bound: "Ratchet.lan") == nil)
        #expect(refusal("192.168.1.5:7411", bound: "0.0.0.0", address: "192.168.1.5") == nil)
        #expect(refusal("[fd00::5]:7411", bound: "::", address: "fd00::5") == nil)
        #expect(refusal("0.0.0.0:7411", bound: "0.0.0.0", address: "127.0.0.1")?.status == .misdirected)
    }

    @Test func `at port 80 the host may leave the port out`() {
        #expect(refusal("localhost", port: 80) == nil)
        #expect(refusal("localhost:80", port: 80) == nil)
    }

    @Test func `the same origin is taken`() {
        #expect(refusal("127.0.0.1:7411", origin: "http://127.0.0.1:7411") == nil)
    }

    @Test(arguments: [
        "http://evil.example", "null", "https://127.0.0.1:7411", "http://localhost:7411", "http://127.0.0.1:7412", "http://127.0.0.1", "",
    ])
    func `any other origin is refused`(_ origin: String) {
        #expect(refusal("127.0.0.1:7411", origin: origin)?.status == .forbidden)
    }

    @Test func `host and origin are looked at before the token`() async throws {
        try await Site.open { site in
            var head = Site.head("GET", "/status", as: nil)
            head.authority = "evil.example:7411"
            #expect(await site.api.answer(head) { [] }.status == .misdirected)
            head.authority = Site.host
            head.origin = "http://evil.example"
            #expect(await site.api.answer(head) { [] }.status == .forbidden)
        }
    }
}
