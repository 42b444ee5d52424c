import Testing

@testable import HTTPClient

@Suite struct URLTests {
    @Test(arguments: [
        ("http://example.com", "http://example.com/"),
        ("HTTP://EXAMPLE.com:80/", "http://example.com/"),
        ("https://example.com:443/a", "https://example.com/a"),
        ("https://example.com:80/a", "https://example.com:80/a"),
        ("http://example.com/a/./b/../c", "http://example.com/a/c"),
        ("http://example.com/../../a", "http://example.com/a"),
        ("http://example.com/v1/%2e%2e/admin", "http://example.com/admin"),
        ("http://example.com/v1/.%2E/admin/%2e", "http://example.com/admin/"),
        ("http://example.com/%7euser/%c3%a9?q=%c3%a9%7e", "http://example.com/~user/%C3%A9?q=%C3%A9~"),
        ("http://example.com/a%2fb", "http://example.com/a%2Fb"),
        ("http://example.com/a%252e%252e/b", "http://example.com/a%252e%252e/b"),
        ("http://example.com/a//b", "http://example.com/a//b"),
        ("http://example.com/a;v=1/b", "http://example.com/a;v=1/b"),
        ("http://example.com?x=1", "http://example.com/?x=1"),
        ("http://example.com/?", "http://example.com/"),
        ("http://example.com/a?b=/../c", "http://example.com/a?b=/../c"),
        ("http://example.com/a#frag", "http://example.com/a"),
        ("http://ex%61mple.com/", "http://example.com/"),
        ("http://0x7f.1/", "http://127.0.0.1/"),
        ("http://2130706433/", "http://127.0.0.1/"),
        ("http://0177.0.0.01/", "http://127.0.0.1/"),
        ("http://[0:0:0:0:0:0:0:1]:8080/", "http://[::1]:8080/"),
        ("http://[::FFFF:1.2.3.4]/", "http://[::ffff:1.2.3.4]/"),
        ("http://xn--bcher-kva.example/", "http://xn--bcher-kva.example/"),
        ("http://a_b.example/", "http://a_b.example/"),
    ])
    func `spellings of a place become one`(_ text: String, _ normalised: String) throws {
        let url = try URL(text)
        #expect(url.description == normalised)
        #expect(try URL(url.description) == url)
    }

    @Test(arguments: [
        "", "example.com", "/path", "//example.com/", "ftp://example.com/", "file:///etc/passwd", "gopher://example.com/", "javascript:alert(1)",
        "http:example.com", "http:/example.com/", "http:///example.com/", "http://", "http:///", "http://?", "http://:80/",
        "http://user@example.com/", "http://user:pass@example.com/", "http://@example.com/", "http://example.com@evil.example/",
        "http://example.com\\@evil.example/", "http://example.com\\", "http://exa mple.com/", " http://example.com/", "http://example.com/a b",
        "http://example.com/\n", "http://example.com/\u{0}", "http://example.com/\u{7F}", "http://b\u{FC}cher.example/", "http://example.com/\u{E9}",
        "http://example.com:0/", "http://example.com:65536/", "http://example.com:-1/", "http://example.com:80a/",
        "http://example.com./", "http://127.0.0.1./", "http://[::1/", "http://[::1%25eth0]/", "http://[fe80::1%eth0]/", "http://[1.2.3.4]/",
        "http://[v1.x]/", "http://exa%2fmple.com/", "http://exa%00mple.com/", "http://exam!ple.com/", "http://a,b/",
        "http://example.com/%", "http://example.com/%1", "http://example.com/%zz", "http://example.com/%00", "http://example.com/a%0d%0ab",
        "http://example.com/v1/..%2fadmin", "http://example.com/v1/..%5cadmin", "http://example.com/v1/%2e%2e%2fadmin",
        "http://example.com/v1/..;/admin", "http://example.com/v1/a%2f..%2fb", "http://example.com/v1/a%2f..",
    ])
    func `what is not plainly an http or https URL is refused`(_ text: String) {
        let error = #expect(throws: HTTPError.self) { try URL(text) }
        guard case .invalidURL = error?.reason else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.mayHaveReachedServer == false)
    }

    @Test func `a refusal does not repeat what may be a secret`() {
        let user = #expect(throws: HTTPError.self) { try URL("http://user:hunter2@example.com/") }
        let query = #expect(throws: HTTPError.self) { try URL("http://example.com/a b?key=hunter2") }
        #expect(user?.description.contains("hunter2") == false)
        #expect(query?.description.contains("hunter2") == false)
        #expect(query?.description.contains("http://example.com/a b") == true)
    }

    @Test func `query items are escaped and follow those there are`() throws {
        let url = try URL("http://example.com/a?x=1").adding([("q q", "a&b=c/\u{E9}~"), ("", "")])
        #expect(url.description == "http://example.com/a?x=1&q%20q=a%26b%3Dc%2F%C3%A9~&=")
        #expect(try URL(url.description) == url)
        #expect(try URL("http://example.com").adding([("a", "b")]).query == "a=b")
        #expect(try URL("http://example.com").adding([]).query == nil)
    }

    @Test(arguments: [
        ("c", "https://h.example/a/c"), ("./c", "https://h.example/a/c"), ("../c", "https://h.example/c"), ("/c?d", "https://h.example/c?d"),
        ("?z=2", "https://h.example/a/b?z=2"), ("//other.example/x", "https://other.example/x"), ("http://o.example", "http://o.example/"),
        ("/a b", "https://h.example/a%20b"), ("/caf\u{E9}", "https://h.example/caf%C3%A9"), ("  /c ", "https://h.example/c"),
        ("/c#f", "https://h.example/c"),
        ("/x:y", "https://h.example/x:y"), ("%2e%2e/%2E%2e/c", "https://h.example/c"),
    ])
    func `a reference is resolved against its base`(_ reference: String, _ resolved: String) throws {
        #expect(try URL("https://h.example/a/b?q=1").resolving(reference).description == resolved)
    }

    @Test(arguments: [
        "ftp://o.example/", "javascript:x", "data:text/html,x", "http:/o.example", "https:o.example", "//user@o.example/", "\\\\o.example\\x",
        "/a\r\nb",
        "//", "http://o.example:99999/", "/..%2fx",
    ])
    func `a reference that leads nowhere plain is refused`(_ reference: String) throws {
        let base = try URL("https://h.example/a/b")
        #expect(throws: HTTPError.self) { try base.resolving(reference) }
    }

    @Test func `the server sees the path and query that the URL shows`() async throws {
        try await withServer { server, client in
            for target in ["/", "/a/../b", "/%2e/x%2fy", "/a//b/", "/p?x=%41&y=/../", "/q?a b".replacing(" ", with: "+"), "/k?{}|^"] {
                let url = try server.url(target)
                var request = Request(.get, url)
                request.addressPolicy = .any
                _ = try await client.send(request)
                #expect(server.log.requests.last?.target == url.path + (url.query.map { "?\($0)" } ?? ""))
                #expect(server.log.requests.last?.headers["host"] == url.authority)
            }
        }
    }
}
