import JSON
import Registry
import Testing
import Workspace

@testable import Web

/// Trying what is proposed: who may, and what comes of it.
@Suite(.timeLimit(.minutes(1))) struct DryRunTests {
    /// The live greet with another greeting, and a new skill beside it where one is given.
    private static func body(_ site: Site, permits: JSON? = nil, beside other: JSON? = nil) -> JSON {
        let live = site.registry.live("greet")
        var document = live?.skill.document.object ?? [:]
        document["steps"] = [["id": "say", "call": "echo", "with": ["text": "good day ${input.name}"]]]
        document["tests"] = [["name": "t", "input": ["name": "Ada"], "mocks": [:], "expect": ["output": ["text": "good day Ada"]]]]
        if let permits { document["permits"] = permits }
        var changes: [JSON] = [["path": "skills/greet/skill.json", "document": .object(document), "base": live.map { .string($0.id) } ?? .null]]
        if let other { changes.append(["path": "skills/twice/skill.json", "document": other, "base": nil]) }
        return ["changes": .array(changes), "reason": "Politer."]
    }

    private static let twice: JSON = [
        "language": 1, "skill": "twice", "summary": "Greets somebody by another skill.", "input": ["type": "object"], "output": ["type": "object"],
        "permits": ["skills": ["greet@^1"]], "steps": [["id": "one", "call": "skill:greet@^1", "with": ["name": "Alan"]]],
        "result": ["said": "${steps.one.text}"],
        "tests": [["name": "t", "input": [:], "mocks": ["one": ["output": ["text": "x"]]], "expect": ["output": ["said": "x"]]]],
    ]

    private static func made(_ site: Site, _ body: JSON, as scope: Scope = .agent) async throws -> String {
        let made = await site.post("/proposals", body, as: scope)
        return "/proposals/\(try #require(made.json["proposal"]?.string, "\(made.json)"))/try"
    }

    @Test func `an operator tries what an agent proposed, the agent may not, and nothing is recorded`() async throws {
        try await Site.open { site in
            let path = try await Self.made(site, Self.body(site))
            #expect(await site.post(path, ["input": ["name": "Kim"]], as: .agent).code == "scope")
            let tried = await site.post(path, ["input": ["name": "Kim"]], as: .operator)
            #expect(tried.status == .ok && tried.json["state"] == "succeeded" && tried.json["output"] == ["text": "good day Kim"], "\(tried.json)")
            #expect(tried.json["version"] == "1.1.0" && tried.json["calls"]?[0]?["state"] == "made" && tried.json["refused"] == 0)
            #expect(await site.get("/runs?children=true").items.isEmpty)
            #expect(await site.get("/skills/greet").json["version"] == "1.0.0")
        }
    }

    @Test func `an input that does not fit is told place by place`() async throws {
        try await Site.open { site in
            let path = try await Self.made(site, Self.body(site))
            let answer = await site.post(path, ["input": ["name": 7]])
            #expect(answer.status == .unprocessable && answer.code == "invalid_input")
            #expect(answer.json["error"]?["findings"]?[0]?["pointer"] == "/name", "\(answer.json)")
        }
    }

    @Test func `a proposal that is closed is not tried`() async throws {
        try await Site.open { site in
            let path = try await Self.made(site, Self.body(site))
            _ = await site.post(path.replacing("/try", with: "/reject"), [:], as: .reviewer)
            let answer = await site.post(path, ["input": ["name": "Kim"]])
            #expect(answer.status == .conflict && answer.code == "proposal_closed")
            let late = try await Self.made(site, Self.body(site))
            site.time.advance(by: .seconds(8 * 86_400))
            #expect(await site.post(late, ["input": ["name": "Kim"]]).code == "proposal_closed")
        }
    }

    @Test func `what reaches further is tried only when that is said, and by who could approve it`() async throws {
        try await Site.open { site in
            let path = try await Self.made(site, Self.body(site, permits: ["http": ["GET https://a.example/*"]]), as: .reviewer)
            let input: JSON = ["name": "Kim"]
            let asked = await site.post(path, ["input": input], as: .admin)
            #expect(asked.status == .conflict && asked.code == "wider_reach")
            #expect(asked.json["error"]?["findings"]?[0]?["message"] == "http GET https://a.example/*", "\(asked.json)")
            #expect(await site.post(path, ["input": input, "wider": true], as: .operator).code == "scope")
            #expect(await site.post(path, ["input": input, "wider": true], as: .reviewer).code == "own_proposal")
            #expect(await site.post(path, ["input": input, "wider": true], as: .admin).status == .ok)
        }
    }

    @Test func `of several skills one is named, and they call each other as proposed`() async throws {
        try await Site.open { site in
            let path = try await Self.made(site, Self.body(site, beside: Self.twice))
            let which = await site.post(path, ["wider": true], as: .reviewer)
            #expect(which.status == .badRequest && which.message.contains("greet, twice"), "\(which.json)")
            #expect(await site.post(path, ["skill": "hold"], as: .reviewer).code == "invalid_field")
            let tried = await site.post(path, ["skill": "twice", "wider": true], as: .reviewer)
            #expect(tried.json["output"] == ["said": "good day Alan"] && tried.json["calls"]?[0]?["called"]?["version"] == "1.1.0", "\(tried.json)")
        }
    }

    @Test func `a proposal that leaves no skill has nothing to try`() async throws {
        try await Site.open { site in
            let live = site.registry.live("pair")?.id ?? ""
            let body: JSON = ["changes": [["path": "skills/pair/skill.json", "document": nil, "base": .string(live)]], "reason": "Unused."]
            let answer = await site.post(try await Self.made(site, body))
            #expect(answer.status == .conflict && answer.code == "nothing_to_try", "\(answer.json)")
        }
    }

    @Test func `a report is as described`() async throws {
        try await Site.open { site in
            let path = try await Self.made(site, Self.body(site, beside: Self.twice))
            let tried = await site.post(path, ["skill": "twice", "wider": true], as: .reviewer)
            let document = await site.get("/openapi.json").json
            let schema: JSON = ["$ref": "#/components/schemas/DryRun", "components": ["schemas": document["components"]?["schemas"] ?? .null]]
            #expect(try Schema(compiling: schema, keywords: .lenient).validate(tried.json).map { "\($0)" } == [])
        }
    }
}
