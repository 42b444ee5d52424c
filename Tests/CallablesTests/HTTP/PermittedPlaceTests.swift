import HTTPClient
import JSON
import SkillLanguage
import Testing

@testable import Callables
@testable import Workspace

@Suite struct PermittedPlaceTests {
    private static let settings = Settings(
        services: [
            "shop": Settings.Service(baseURL: "https://shop.internal/api/v2", allowPrivate: true, headers: []),
            "root": Settings.Service(baseURL: "http://root.internal:8080", allowPrivate: false, headers: []),
        ], models: [:], policy: Settings.empty.policy)

    private func denial(_ method: Request.Method, _ url: String, _ lines: [String]) throws(Failure) -> Failure? {
        let target = try HTTPTarget(url, query: [], settings: Self.settings)
        return target.place(of: target.url).denial(of: [method], by: [permits(http: lines)])
    }

    @Test(arguments: [
        ("https://a.example/v1/x", "GET https://a.example/v1/*"),
        ("https://A.Example/v1/x", "GET https://a.example/v1/*"),
        ("https://a.example:443/v1/x", "GET https://a.example/v1/*"),
        ("https://a.example/v1/x", "GET https://a.example:443/v1/*"),
        ("https://a.example:8443/v1/x", "GET https://a.example:8443/v1/*"),
        ("https://a.example/v1/x?y=../../admin#z", "GET https://a.example/v1/x"),
        ("https://a.example/v1/%78", "GET https://a.example/v1/x"),
        ("https://a.example/other/../v1/x", "GET https://a.example/v1/*"),
        ("http://[2001:db8::0:1]/x", "GET http://[2001:db8::1]/x"),
        ("https://a.example", "GET https://a.example/"),
        ("https://a.example/x", "* https://a.example/*"),
        ("service:shop/orders/7", "GET service:shop/orders/*"),
        ("service:shop/orders/../orders/7", "GET service:shop/orders/*"),
        ("service:shop?x=1", "GET service:shop/"),
        ("service:root/x", "GET service:root/*"),
    ])
    func `a line allows its place in every spelling`(url: String, line: String) throws {
        #expect(try denial(.get, url, [line]) == nil)
    }

    @Test(arguments: [
        ("https://b.example/v1/x", "GET https://a.example/v1/*"),
        ("https://a.example.evil.example/v1/x", "GET https://a.example/v1/*"),
        ("https://a.example/v1/../admin", "GET https://a.example/v1/*"),
        ("https://a.example/v1/%2e%2e/admin", "GET https://a.example/v1/*"),
        ("https://a.example/v1/.%2E/admin", "GET https://a.example/v1/*"),
        ("https://a.example/v1", "GET https://a.example/v1/*"),
        ("https://a.example/V1/x", "GET https://a.example/v1/*"),
        ("https://a.example:8443/v1/x", "GET https://a.example/v1/*"),
        ("https://a.example/v1/x", "GET https://a.example:8443/v1/*"),
        ("http://a.example/v1/x", "GET https://a.example/v1/*"),
        ("https://a.example/v1/x", "POST https://a.example/v1/*"),
        ("service:shop/admin", "GET service:shop/orders/*"),
        ("service:shop/orders/../admin", "GET service:shop/orders/*"),
        ("service:shop/x", "GET service:root/*"),
        ("service:shop/x", "GET https://shop.internal/*"),
        ("https://shop.internal/api/v2/x", "GET service:shop/*"),
    ])
    func `a line does not allow another place`(url: String, line: String) throws {
        let denial = try #require(try denial(.get, url, [line]))
        #expect(denial.type == "http.denied")
        #expect(!denial.retryable)
        #expect(denial.details?["rule"] == "permits.http")
    }

    @Test(arguments: [
        "https://user@a.example/v1/x", "https://user:word@a.example/v1/x", "https://a.example/v1/..%2fadmin", "https://a.example/v1/..%5cadmin",
        "https://a.example/v1/..;/admin", "https://a.example/v1/x y", "https://a.example\\@b.example/", "ftp://a.example/v1/x", "file:///etc/passwd",
        "//a.example/v1/x", "v1/x", "", "service:shop/../../admin", "service:shop/%2e%2e/x", "service:shop/../v2evil", "service:shop/..%2f..%2fx",
        "service:root@b.example/",
    ])
    func `a URL that could mean another place than it says is refused`(url: String) {
        let failure = #expect(throws: Failure.self) { try denial(.get, url, ["* https://a.example/*", "* service:shop/*", "* service:root/*"]) }
        #expect(failure?.type.hasPrefix("http.denied.") == true)
        #expect(failure?.retryable == false)
    }

    @Test(arguments: ["service:nowhere/x", "service:/x", "service:Shop/x"])
    func `a service that the workspace does not have is named, with those it has`(url: String) {
        let failure = #expect(throws: Failure.self) { try denial(.get, url, ["GET service:nowhere/*"]) }
        #expect(failure?.type == "http.denied.service")
        #expect(failure?.message.contains("it has root, shop") == true)
    }

    @Test func `a denial names rule, method, host and path`() throws {
        let denial = try #require(try denial(.delete, "https://a.example:8443/v1/x?secret=1", []))
        #expect(denial.details == ["rule": "permits.http", "method": "DELETE", "host": "a.example:8443", "path": "/v1/x"])
        #expect(denial.message == "no line in permits.http of the skill allows DELETE https://a.example:8443/v1/x")
    }

    @Test func `caller and callee must both allow`() throws {
        let narrow = permits(http: ["GET https://a.example/v1/*"]), wide = permits(http: ["* https://a.example/*"])
        let place = PermittedPlace(try URL("https://a.example/v2"))
        #expect(place.denial(of: [.get], by: [wide, wide]) == nil)
        #expect(place.denial(of: [.get], by: [narrow, wide])?.message.contains("of a calling skill") == true)
        #expect(place.denial(of: [.get], by: [wide, narrow])?.message.contains("of the skill") == true)
        #expect(place.denial(of: [.get], by: []) != nil, "no permits allow nothing")
    }

    @Test func `private addresses are for the service that may reach them`() throws {
        let loopback = try #require(IPAddress("127.0.0.1"))
        func refusal(_ text: String, at url: String) throws -> String? {
            let target = try HTTPTarget(text, query: [], settings: Self.settings)
            return target.addressPolicy.refusal(of: loopback, for: AddressPolicy.Endpoint(try URL(url)))
        }
        #expect(try refusal("service:shop/x", at: "https://shop.internal/x") == nil)
        #expect(try refusal("service:shop/x", at: "https://shop.internal:444/x") != nil)
        #expect(try refusal("service:shop/x", at: "https://other.internal/x") != nil)
        #expect(try refusal("service:root/x", at: "http://root.internal:8080/x") != nil)
        #expect(try refusal("https://shop.internal/api/v2/x", at: "https://shop.internal/x") != nil)
    }

    @Test func `query values are encoded and come after those of the URL`() throws {
        let target = try HTTPTarget("service:shop/x?a=1", query: [("b", "c&d=é"), ("b", "2")], settings: Self.settings)
        #expect(target.url.description == "https://shop.internal/api/v2/x?a=1&b=c%26d%3D%C3%A9&b=2")
    }
}
