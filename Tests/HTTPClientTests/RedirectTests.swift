import Synchronization
import Testing

@testable import HTTPClient

@Suite struct RedirectRuleTests {
    private func request(_ method: Request.Method, _ url: String = "https://a.example/one") throws -> Request {
        var request = Request(method, try URL(url))
        request.headers = [
            "Authorization": "Bearer x", "X-Api-Key": "y", "Accept": "text/plain", "Content-Type": "text/plain", "Content-Language": "en",
        ]
        request.body = method == .post || method == .put ? [1] : []
        request.redirects = .follow(max: 5) { _ in true }
        return request
    }

    private func head(_ status: Int, _ location: String? = "/two") -> ResponseHead {
        ResponseHead(status: status, headers: location.map { ["Location": $0] } ?? [:])
    }

    @Test(arguments: [
        (301, Request.Method.get, Request.Method.get), (301, .head, .head), (301, .post, .get), (301, .put, .put), (301, .delete, .delete),
        (302, .get, .get), (302, .head, .head), (302, .post, .get), (302, .put, .put), (302, .patch, .patch),
        (303, .get, .get), (303, .head, .head), (303, .post, .get), (303, .put, .get), (303, .delete, .get),
        (307, .get, .get), (307, .post, .post), (307, .put, .put), (308, .post, .post), (308, .head, .head),
    ])
    func `the status decides on the method and the body of the next hop`(_ status: Int, _ method: Request.Method, _ next: Request.Method) throws {
        let before = try request(method)
        let after = try #require(try before.redirected(by: head(status), after: 0))
        #expect(after.method == next)
        #expect(after.url.description == "https://a.example/two")
        let isRewritten = next == .get && (method != .get || status == 303)
        #expect(after.body == (isRewritten ? [] : before.body))
        #expect((after.headers["content-type"] == nil) == isRewritten)
        #expect(after.headers["authorization"] == "Bearer x")
    }

    @Test(arguments: [200, 201, 300, 304, 305, 306, 400])
    func `other statuses are final`(_ status: Int) throws {
        #expect(try request(.get).redirected(by: head(status), after: 0) == nil)
    }

    @Test func `a redirect without a location, or one that is not to be followed, is final`() throws {
        #expect(try request(.get).redirected(by: head(302, nil), after: 0) == nil)
        var request = try request(.get)
        request.redirects = .none
        #expect(try request.redirected(by: head(302), after: 0) == nil)
    }

    @Test(arguments: ["https://b.example/", "https://a.example:444/", "https://sub.a.example/"])
    func `no secret goes along to another origin`(_ location: String) throws {
        let after = try #require(try request(.post).redirected(by: head(307, location), after: 0))
        #expect(after.headers.fields.map(\.name) == ["Accept", "Content-Type", "Content-Language"])
        #expect(after.body == [1])
    }

    @Test func `http to https is another origin, https to http is refused`() throws {
        let up = try #require(try request(.get, "http://a.example/").redirected(by: head(301, "https://a.example/"), after: 0))
        #expect(up.headers["authorization"] == nil)
        let error = #expect(throws: HTTPError.self) { try request(.get).redirected(by: head(301, "http://a.example/"), after: 0) }
        #expect(error?.reason == .redirect("from https to http at a.example"))
        #expect(error?.mayHaveReachedServer == true)
    }

    @Test func `a hop too many, an unpermitted one and a malformed one are refused`() throws {
        var request = try request(.get)
        request.redirects = .follow(max: 2) { $0.path == "/two" }
        #expect(try request.redirected(by: head(302), after: 1) != nil)
        for (location, hops) in [("/two", 2), ("/three", 0), ("ftp://a.example/two", 0), ("https://user@a.example/two", 0), ("/x/..%2ftwo", 0)] {
            let error = #expect(throws: HTTPError.self) { try request.redirected(by: head(302, location), after: hops) }
            guard case .redirect = error?.reason else {
                Issue.record("\(location): \(String(describing: error))")
                continue
            }
        }
    }

    @Test func `a POST that became a GET may be repeated, one that stayed may not`() throws {
        #expect(try request(.post).redirected(by: head(303), after: 0)?.isRepeatable == true)
        #expect(try request(.post).redirected(by: head(307), after: 0)?.isRepeatable == false)
    }
}

@Suite(.timeLimit(.minutes(1))) struct RedirectTests {
    @Test func `redirects are returned unless they are to be followed`() async throws {
        try await withServer { server, client in
            let response = try await client.send(server.request(.get, "/redirect?302&/ok"))
            #expect(response.status == 302)
            #expect(response.headers["location"] == "/ok")
        }
    }

    @Test func `each hop is vetted before it is sent`() async throws {
        let asked = Mutex<[String]>([])
        try await withServer { server, client in
            var request = try server.request(.get, "/redirect?302&/redirect?307%26/secret")
            request.redirects = .follow(max: 5) { url in
                asked.withLock { $0.append(url.path) }
                return url.path != "/secret"
            }
            let error = await client.failure(of: request)
            #expect(error?.reason == .redirect("127.0.0.1:\(server.port)/secret is not permitted"))
            #expect(asked.withLock { $0 } == ["/redirect", "/secret"])
            #expect(server.log.requests.map(\.target) == ["/redirect?302&/redirect?307%26/secret", "/redirect?307&/secret"])
        }
    }

    @Test func `a POST arrives as a GET after 303, and as itself after 307`() async throws {
        try await withServer { server, client in
            var request = try server.request(.post, "/redirect?303&/echo", headers: ["Content-Type": "text/plain"], body: [7, 8])
            request.redirects = .follow(max: 1) { _ in true }
            let got = try await client.send(request)
            #expect(got.headers["x-method"] == "GET" && got.body == [])
            request.url = try server.url("/redirect?307&/echo")
            let posted = try await client.send(request)
            #expect(posted.headers["x-method"] == "POST" && posted.body == [7, 8])
            #expect(posted.url == (try server.url("/echo")))
        }
    }

    @Test func `another origin gets no authorization, and is asked under the same address policy`() async throws {
        let other = try TestServer.start()
        defer { other.stop() }
        try await withServer { server, client in
            let target = Escapes.encoded("http://127.0.0.1:\(other.port)/echo")
            var request = try server.request(.get, "/redirect?302&\(target)", headers: ["Authorization": "x", "Accept": "a/b"])
            request.redirects = .follow(max: 1) { _ in true }
            #expect(try await client.send(request).status == 200)
            #expect(server.log.requests[0].headers["authorization"] == "x")
            #expect(other.log.requests[0].headers["authorization"] == nil)
            #expect(other.log.requests[0].headers["accept"] == "a/b")

            request.addressPolicy = .publicOnly.allowing(request.url)
            let error = await client.failure(of: request)
            #expect(error?.reason == .deniedAddress(address: "127.0.0.1", kind: "loopback"))
            #expect(error?.host == "127.0.0.1:\(other.port)")
            #expect(error?.mayHaveReachedServer == true)
        }
    }

    @Test func `a loop ends at the limit`() async throws {
        try await withServer { server, client in
            var request = try server.request(.get, "/loop")
            request.redirects = .follow(max: 4) { _ in true }
            #expect(await client.failure(of: request)?.reason == .redirect("more than 4 redirects"))
            #expect(server.log.requests.count == 5)
        }
    }

    @Test func `a stream follows redirects, too`() async throws {
        try await withServer { server, client in
            var request = try server.request(.get, "/redirect?308&/events")
            request.redirects = .follow(max: 1) { _ in true }
            let response = try await client.stream(request)
            #expect(response.url.path == "/events")
            #expect(String(decoding: await response.drain().bytes, as: UTF8.self) == "data: one\n\ndata: two\n\n")
        }
    }
}
