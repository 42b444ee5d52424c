import Testing

@testable import HTTPClient

@Suite struct AddressPolicyTests {
    private static let refused: [(address: String, kind: String)] = [
        ("0.0.0.0", "unspecified"), ("0.1.2.3", "unspecified"),
        ("10.0.0.0", "private"), ("10.255.255.255", "private"),
        ("100.64.0.0", "carrier-grade NAT"), ("100.127.255.255", "carrier-grade NAT"), ("100.100.100.200", "carrier-grade NAT"),
        ("127.0.0.1", "loopback"), ("127.255.255.254", "loopback"),
        ("168.63.129.16", "cloud metadata"), ("169.254.169.254", "cloud metadata"),
        ("169.254.0.1", "link-local"), ("169.254.170.2", "link-local"), ("169.254.255.255", "link-local"),
        ("172.16.0.0", "private"), ("172.31.255.255", "private"),
        ("192.0.0.1", "protocol assignment"), ("192.0.0.192", "protocol assignment"), ("192.0.2.1", "documentation"),
        ("192.88.99.1", "6to4 relay"), ("192.168.0.1", "private"), ("192.168.255.255", "private"),
        ("198.18.0.0", "benchmark"), ("198.19.255.255", "benchmark"), ("198.51.100.7", "documentation"), ("203.0.113.255", "documentation"),
        ("224.0.0.1", "multicast"), ("239.255.255.255", "multicast"), ("240.0.0.1", "reserved"), ("255.255.255.255", "broadcast"),
        ("::", "unspecified"), ("::1", "loopback"), ("::2", "IPv4-compatible"),
        ("::127.0.0.1", "IPv4-compatible"), ("::8.8.8.8", "IPv4-compatible"), ("::7f00:1", "IPv4-compatible"),
        ("::ffff:127.0.0.1", "loopback"), ("::ffff:7f00:1", "loopback"), ("0:0:0:0:0:ffff:a00:1", "private"),
        ("::ffff:169.254.169.254", "cloud metadata"), ("::ffff:0.0.0.0", "unspecified"), ("::ffff:192.168.1.1", "private"),
        ("::ffff:0:127.0.0.1", "not globally routed"), ("::fffe:127.0.0.1", "not globally routed"),
        ("64:ff9b::127.0.0.1", "loopback"), ("64:ff9b::a9fe:a9fe", "cloud metadata"), ("64:ff9b::10.1.2.3", "private"),
        ("64:ff9b:1::1", "local NAT64"), ("64:ff9b:1:ffff::8.8.8.8", "local NAT64"), ("64:ff9b::1:8.8.8.8", "not globally routed"),
        ("100::1", "discard"), ("100:0:0:1::1", "not globally routed"),
        ("2001::1", "protocol assignment"), ("2001:0:4136:e378:8000:63bf:3fff:fdd2", "protocol assignment"),
        ("2001:2::1", "protocol assignment"), ("2001:10::1", "protocol assignment"), ("2001:1ff:ffff::1", "protocol assignment"),
        ("2001:db8::1", "documentation"), ("2001:db8:ffff::1", "documentation"), ("3fff::1", "documentation"), ("3fff:fff::1", "documentation"),
        ("2002:7f00:1::1", "loopback"), ("2002:a00:1::", "private"), ("2002:c0a8:101::1", "private"), ("2002:a9fe:a9fe::1", "cloud metadata"),
        ("2002:e000:1::1", "multicast"), ("4000::1", "not globally routed"), ("5f00::1", "not globally routed"), ("1fff::1", "not globally routed"),
        ("fc00::1", "private"), ("fd00:ec2::254", "private"), ("fd20:ce::254", "private"), ("fdff:ffff::1", "private"),
        ("fe80::1", "link-local"), ("febf:ffff::1", "link-local"), ("fec0::1", "site-local"), ("feff::1", "site-local"),
        ("fe00::1", "not globally routed"), ("ff02::1", "multicast"), ("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "multicast"),
    ]

    private static let allowed = [
        "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.1", "169.253.255.255",
        "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.1", "192.0.3.1", "192.167.255.255", "192.169.0.0", "198.17.255.255",
        "198.20.0.0", "198.51.101.1", "203.0.112.255", "203.0.114.0", "223.255.255.255", "168.63.129.17",
        "2606:4700::1111", "2a00:1450:4001:81b::200e", "2001:200::1", "2001:4860:4860::8888", "2001:db7:ffff::1", "2001:db9::1", "2003::1",
        "3ffe::1", "3fff:1000::1", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1",
    ]

    private func endpoint(_ url: String = "http://host.example") throws -> AddressPolicy.Endpoint { AddressPolicy.Endpoint(try URL(url)) }

    @Test(arguments: refused)
    func `an address that is not public is refused and named`(_ address: String, _ kind: String) throws {
        #expect(AddressPolicy.publicOnly.refusal(of: try #require(IPAddress(address)), for: try endpoint()) == kind)
    }

    @Test(arguments: allowed)
    func `a public address, and the neighbours of reserved ranges, are allowed`(_ address: String) throws {
        #expect(AddressPolicy.publicOnly.refusal(of: try #require(IPAddress(address)), for: try endpoint()) == nil)
    }

    @Test(arguments: refused)
    func `any address is allowed where all are`(_ address: String, _ kind: String) throws {
        #expect(AddressPolicy.any.refusal(of: try #require(IPAddress(address)), for: try endpoint()) == nil)
    }

    @Test func `an exception is for exactly one host and port`() throws {
        let policy = AddressPolicy.publicOnly.allowing(try URL("http://models.local:8080/v1"))
        let address = try #require(IPAddress("192.168.1.2"))
        #expect(policy.refusal(of: address, for: try endpoint("http://MODELS.local:8080/other")) == nil)
        #expect(policy.refusal(of: address, for: try endpoint("http://models.local:8081")) == "private")
        #expect(policy.refusal(of: address, for: try endpoint("http://a.models.local:8080")) == "private")
        #expect(policy.refusal(of: address, for: try endpoint("http://192.168.1.2:8080")) == "private")
    }

    @Test func `policies are equal when they allow the same`() throws {
        let one = try URL("http://a:1/"), other = try URL("http://b:2/")
        #expect(AddressPolicy.publicOnly.allowing(one).allowing(other) == AddressPolicy.publicOnly.allowing(other).allowing(one))
        #expect(AddressPolicy.publicOnly.allowing(one) != AddressPolicy.publicOnly)
        #expect(AddressPolicy.publicOnly != AddressPolicy.any)
    }

    @Test func `the address of a reused connection is judged like that of a new one`() throws {
        let driver = try Driver(options: Client.Options())
        let request = Request(.get, try URL("http://public.example/"))
        let transfer = Transfer(request, timeLeft: nil, isStreamed: false, isContinuation: false, driver: driver)
        let exchange = try #require(Exchange(transfer, options: Client.Options()))
        #expect(!exchange.mayRequest(to: IPAddress("10.0.0.1")))
        #expect(exchange.verdict == .deniedAddress(address: "10.0.0.1", kind: "private"))
        #expect(!transfer.isIssued)
        driver.abandon()
    }

    @Test(arguments: ["1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "::1%eth0", "[::1]", "", "host", "1.2.3.4 "])
    func `text that is not an address is none`(_ text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test func `an address is written in its short form`() throws {
        #expect(try #require(IPAddress("2001:0DB8:0:0:0:0:0:1")).description == "2001:db8::1")
        #expect(try #require(IPAddress("::FFFF:1.2.3.4")).description == "::ffff:1.2.3.4")
        #expect(IPAddress(bytes: [1, 2, 3, 4])?.description == "1.2.3.4")
        #expect(IPAddress(bytes: [1, 2, 3]) == nil)
    }
}
