import HTTPClient
import JSON
import SkillLanguage
import Synchronization
import Testing

@testable import Callables
@testable import Workspace

/// What gets onto the wire, with names that resolve as the test says. Every name leads to a server on loopback, so whatever is not refused
/// arrives there and is seen.
@Suite(.timeLimit(.minutes(5))) struct WireTests {
    private static let names = [
        "a.example", "b.example", "evil.example", "a.example.evil.example", "evil-a.example", "xn--a-ecp.example", "other.internal", "shop.internal",
    ]

    private final class World: Sendable {
        let server: ScriptedServer
        let address: Mutex<String>

        init(address: String = "127.0.0.1", _ script: @escaping @Sendable (ScriptedServer.Received, Int) -> ScriptedServer.Reply) throws {
            server = try ScriptedServer(script)
            self.address = Mutex(address)
        }

        convenience init(address: String = "127.0.0.1") throws { try self.init(address: address) { _, _ in .answer(200, "arrived") } }

        func callable() throws -> HTTPCallable {
            var options = Client.Options()
            let port = server.port
            options.resolutions = { [self] in
                guard let address = IPAddress(address.withLock { $0 }) else { return [] }
                return WireTests.names.map { .init(host: $0, port: port, address: address) }
            }
            let shop = Settings.Service(baseURL: "http://shop.internal:\(port)/api", allowPrivate: true, headers: [("x-key", "${secrets.KEY}")])
            let settings = Settings(services: ["shop": shop], models: [:], policy: Settings.empty.policy)
            return HTTPCallable(settings: { settings }, secrets: Canary.secrets, client: try Client(options), time: SetTime())
        }

        func text(_ text: String) -> String { text.replacing("PORT", with: "\(server.port)") }

        func get(_ url: String, _ lines: [String], with callable: HTTPCallable? = nil, follow: Bool = false) async throws -> Outcome {
            let arguments: JSON = ["url": .string(text(url)), "follow_redirects": .bool(follow)]
            return await (try callable ?? self.callable()).perform(invocation("http", arguments, permits: [permits(http: lines.map(text))]))
        }
    }

    @Test func `what the permits and the address policy allow arrives`() async throws {
        let world = try World()
        for url in ["service:shop/v1/x", "service:shop/v1/../v1/x", "service:shop/v1/%78"] {
            let outcome = try await world.get(url, ["GET service:shop/v1/*"])
            #expect(outcome.value?["body"] == "arrived", "\(url): \(outcome)")
        }
        #expect(world.server.received.map(\.target) == ["/api/v1/x", "/api/v1/x", "/api/v1/x"])
    }

    @Test(arguments: [
        // Another path, in every disguise.
        "service:shop/admin", "service:shop/v1", "service:shop/V1/x", "service:shop/v1/../admin", "service:shop/v1/./../admin",
        "service:shop/v1/%2e%2e/admin",
        "service:shop/v1/.%2E/admin", "service:shop/v1/%2E./admin", "service:shop/v1/..%2fadmin", "service:shop/v1/%2e%2e%2fadmin",
        "service:shop/v1/..%5cadmin", "service:shop/v1/..\\admin", "service:shop/v1\\..\\admin", "service:shop/v1/..;/admin",
        "service:shop/v1/..;a=b/admin",
        "service:shop/v1/%2e%2e;/admin", "service:shop//v1/x", "service:shop/%2fv1/x", "service:shop/v1%2f..%2fadmin", "service:shop/v1/../../v1/x",
        "service:shop/v1/%00", "service:shop/v1/x\r\nX-Other: 1", "service:shop/v1/x HTTP/1.1", "service:shop/%76%32/x",
        // Another host, in every disguise.
        "service:shop@evil.example:PORT/v1/x", "service:shop:PORT@evil.example/v1/x", "service:SHOP/v1/x", "service:evil.example/v1/x",
        "http://shop.internal:PORT/api/v1/x", "http://evil.example:PORT/v1/x", "http://a.example.evil.example:PORT/v1/x",
        "http://evil-a.example:PORT/v1/x",
        "http://a.example@evil.example:PORT/v1/x", "http://a.example:PORT@evil.example:PORT/v1/x", "http://a.example.:PORT/v1/x",
        "http://a.example%2eevil.example:PORT/v1/x", "http://a.example%00.evil.example:PORT/v1/x", "http://a.example\\@evil.example:PORT/v1/x",
        "http://a.example\\.evil.example:PORT/v1/x", "http://evil.example:PORT\\@a.example/v1/x", "http://evil.example:PORT#@a.example/v1/x",
        "http://evil.example:PORT?@a.example/v1/x", "http://\u{FF41}.example:PORT/v1/x", "http://a\u{3002}example:PORT/v1/x",
        "http://\u{0430}.example:PORT/v1/x",
        "http://xn--a-ecp.example:PORT/v1/x", "http://a\u{AD}.example:PORT/v1/x", "http://a.example:1PORT/v1/x", "http://a.example:00080/v1/x",
        "https://a.example:PORT/v1/x", "HTTP:a.example:PORT/v1/x", "http:/a.example:PORT/v1/x", "http:///a.example:PORT/v1/x",
        "//a.example:PORT/v1/x",
        "ftp://a.example:PORT/v1/x", "file:///etc/passwd", "gopher://a.example:PORT/v1/x", "dict://a.example:PORT/v1/x",
    ])
    func `a place that is not the permitted one is refused before anything is sent`(url: String) async throws {
        let world = try World()
        let outcome = try await world.get(url, ["GET service:shop/v1/*", "GET http://a.example:PORT/v1/*"])
        let failure = try #require(outcome.failure, "\(outcome)")
        #expect(failure.type == "http.denied" || failure.type == "http.denied.url" || failure.type == "http.denied.service", "\(failure)")
        #expect(!failure.retryable)
        #expect(world.server.received.isEmpty)
    }

    @Test(arguments: [
        "127.0.0.1", "127.8.9.1", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "169.254.1.1",
        "169.254.169.254",
        "168.63.129.16", "192.0.0.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::1", "fc00::1", "fd00:ec2::254", "fe80::1",
        "fec0::1",
        "ff02::1", "100::1", "2001:db8::1", "2001::1",
    ])
    func `a permitted name that resolves to an address that is not public is refused`(address: String) async throws {
        let world = try World(address: address)
        let outcome = try await world.get("http://a.example:PORT/v1/x", ["GET http://a.example:PORT/v1/*"])
        #expect(outcome.failure?.type == "http.denied.address", "\(outcome)")
        #expect(outcome.failure?.retryable == false)
        #expect(world.server.received.isEmpty)
    }

    @Test(arguments: [
        "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.1", "0x7f.0.0.0x1", "0177.0.0.1", "017700000001", "0", "0.0.0.0",
        "localhost",
        "LOCALHOST", "[::1]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[::]", "2852039166", "0xa9fea9fe",
        "169.254.169.254",
    ])
    func `an address in any spelling is refused, though the permits name it so`(host: String) async throws {
        let world = try World()
        let lines =
            ["GET http://\(host):PORT/*", "GET http://127.0.0.1:PORT/*", "GET http://0.0.0.0:PORT/*", "GET http://169.254.169.254:PORT/*"]
            + ["[::1]", "[::ffff:127.0.0.1]", "[::127.0.0.1]", "[::]"].map { "GET http://\($0):PORT/*" }
        let failure = try #require(try await world.get("http://\(host):PORT/x", lines).failure)
        #expect(failure.type == "http.denied.address", "\(failure)")
        #expect(world.server.received.isEmpty)
    }

    @Test(arguments: ["[fe80::1%25lo]", "[::1%25lo]", "[::1%lo]", "[v1.x]", "[]", "[::1", "1.2.3.4.5.6]", "127.0.0.1\u{660}"])
    func `a host that is no host is refused`(host: String) async throws {
        let world = try World()
        let failure = try #require(try await world.get("http://\(host):PORT/x", ["GET http://\(host):PORT/*"]).failure)
        #expect(failure.type == "http.denied.url" || failure.type == "http.denied", "\(failure)")
        #expect(world.server.received.isEmpty)
    }

    @Test func `a name that changes its address between two requests gets no further`() async throws {
        let world = try World()
        let callable = try world.callable()
        let lines = ["GET service:shop/v1/*", "GET http://shop.internal:PORT/*", "GET http://a.example:PORT/*"]
        #expect(try await world.get("service:shop/v1/x", lines, with: callable).value?["body"] == "arrived")
        // The same host and port without the service's right, whatever connection is kept and whatever the name says now.
        for address in ["127.0.0.1", "10.0.0.1", "::1", "169.254.169.254", "::ffff:127.0.0.1"] {
            world.address.withLock { $0 = address }
            for url in ["http://shop.internal:PORT/api/v1/x", "http://a.example:PORT/v1/x"] {
                let outcome = try await world.get(url, lines, with: callable)
                #expect(outcome.failure?.type == "http.denied.address", "\(address) \(url): \(outcome)")
            }
        }
        #expect(world.server.received.count == 1)
    }
}
