import Engine
import HTTPClient
import JSON
import SkillLanguage
import Testing

@testable import Callables

@Suite struct HTTPArgumentsTests {
    @Test func `what is left out has the defaults of the language`() throws {
        let arguments = try HTTPArguments(["url": "https://a.example"])
        #expect(arguments.method == .get)
        #expect(arguments.maxBytes == 1_048_576)
        #expect(!arguments.followsRedirects)
        #expect(arguments.expectation.accepts(status: 204))
        #expect(!arguments.expectation.accepts(status: 304))
    }

    @Test(
        arguments: [
            (["json": ["a": 1]], "application/json", #"{"a":1}"#),
            (["body": "a=1"], "text/plain; charset=utf-8", "a=1"),
            (["body": "a=1", "headers": ["Content-Type": "application/x-www-form-urlencoded"]], "application/x-www-form-urlencoded", "a=1"),
            (["json": [], "headers": ["content-type": "application/problem+json"]], "application/problem+json", "[]"),
        ] as [(JSON, String, String)])
    func `a body has a content type`(more: JSON, type: String, body: String) throws {
        var object = try #require(more.object)
        object["url"] = "https://a.example"
        object["method"] = "post"
        let arguments = try HTTPArguments(.object(object))
        #expect(arguments.headers.values(of: "content-type") == [type])
        #expect(String(decoding: arguments.body, as: UTF8.self) == body)
    }

    @Test func `query and headers take scalars and lists of them`() throws {
        let arguments = try HTTPArguments([
            "url": "https://a.example", "query": ["a": [1, true, "x"], "b": nil, "c": 1.5], "headers": ["X-Count": 3],
        ])
        #expect(arguments.query.map { "\($0.name)=\($0.value)" } == ["a=1", "a=true", "a=x", "c=1.5"])
        #expect(arguments.headers["x-count"] == "3")
    }

    @Test(
        arguments: [
            ([:], "\"url\" is missing"),
            (["url": 7], "\"url\" must be a string"),
            (["url": "u", "method": "BREW"], "not a method"),
            (["url": "u", "json": 1, "body": "x", "method": "POST"], "not both"),
            (["url": "u", "json": 1], "a GET request has no body"),
            (["url": "u", "max_bytes": 0], "\"max_bytes\" must be an integer from 1 to"),
            (["url": "u", "max_bytes": 1e12], "\"max_bytes\" must be an integer from 1 to"),
            (["url": "u", "headers": ["a": ["b": 1]]], "\"headers\".\"a\""),
            (["url": "u", "header": [:]], "no argument \"header\"; known are body, expect"),
            (["url": "u", "expect": ["status": ["ok"]]], "\"ok\" is not a status"),
            (["url": "u", "expect": ["status": ["6xx"]]], "\"6xx\" is not a status"),
            (["url": "u", "expect": ["schema": ["type": "objekt"]]], "\"schema\" is not a usable JSON Schema"),
            (["url": "u", "expect": ["statuses": []]], "no argument \"statuses\""),
            (["url": "u", "follow_redirects": "yes"], "must be true or false"),
            ("u", "takes an object"),
        ] as [(JSON, String)])
    func `what is wrong with arguments is told`(arguments: JSON, problem: String) {
        let failure = #expect(throws: Failure.self) { try HTTPArguments(arguments) }
        #expect(failure?.type == "expr.type")
        #expect(failure?.retryable == false)
        #expect(failure?.message.contains(problem) == true, "\(failure?.message ?? "")")
    }

    @Test(
        arguments: [
            (["url": "u"], .read), (["method": "HEAD"], .read), (["method": "get"], .read),
            (["method": "PUT"], .idempotentWrite), (["method": "DELETE"], .idempotentWrite),
            (["method": "POST"], .write), (["method": "PATCH", "idempotent": false], .write),
            (["method": "POST", "idempotent": true], .idempotentWrite), (["method": 7], .read), (["method": "BREW"], .write),
        ] as [(JSON, Reach)])
    func `reach follows the method and the author's word`(arguments: JSON, reach: Reach) {
        #expect(HTTPArguments.reach(of: arguments) == reach)
    }
}
