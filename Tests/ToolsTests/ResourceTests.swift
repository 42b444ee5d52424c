import JSON
import Testing

@testable import MCP
@testable import Tools

/// What can be read and picked without calling a tool.
@Suite struct ResourceTests {
    private func text(_ outcome: Outcome<[ResourceContents]>) throws -> String {
        guard case .complete(let contents) = outcome, case .text(let text)? = contents.first?.body else { throw Desk.Unfinished() }
        return text
    }

    @Test func `the language, its schemas, the callables and the examples are there without a server`() async throws {
        let desk = Desk()
        let uris = try await desk.content.resources(desk.context).map(\.uri)
        for part in ["", "/schema", "/loop-schema", "/callables"] { #expect(uris.contains("skill-language://1" + part)) }
        #expect(uris.contains("skill-language://1/examples/health_check"))
        for uri in uris { #expect(try text(await desk.content.read(uri, desk.context)).utf8.count > 500, "\(uri)") }
        #expect(try text(await desk.content.read("skill-language://1", desk.context)).hasPrefix("# The skill language"))
    }

    @Test func `every example passes the check that register_skill would do`() async throws {
        let desk = Desk()
        for uri in try await desk.content.resources(desk.context).map(\.uri) where uri.contains("/examples/") {
            let document = try JSON(parsing: try text(await desk.content.read(uri, desk.context)))
            let result = try await desk.call("check_skill", ["document": document])
            #expect(result["status"] != "rejected", "\(uri): \(result.text)")
        }
    }

    @Test func `live skills and runs are read by their names and ids`() async throws {
        let desk = Desk(
            ScriptedBackend([
                "GET skills": .success(["items": [Documents.liveGreet]]), "GET skills/greet": .success(Documents.liveGreet),
                "GET runs/01a1": .success(Documents.run("succeeded")),
            ]))
        #expect(try await desk.content.resources(desk.context).last?.uri == "skill://greet")
        #expect(try JSON(parsing: try text(await desk.content.read("skill://greet@1.0.0", desk.context))) == Documents.greet)
        #expect(try text(await desk.content.read("run://01a1", desk.context)).contains("\"state\": \"succeeded\""))
        for uri in ["skill://greet@2.0.0", "skill://nobody", "run://x", "skill://", "file:///etc/passwd"] {
            await #expect(throws: MCPError.unknownResource(uri: uri)) { try await desk.content.read(uri, desk.context) }
        }
    }

    @Test func `prompts are texts with their arguments in place`() async throws {
        let desk = Desk()
        #expect(try await desk.content.prompts(desk.context).map(\.name) == ["write_skill", "review_skill", "tune_skill"])
        for name in ["write_skill", "review_skill", "tune_skill"] {
            let arguments = ["task": "watch {the} disk", "skill": "greet"]
            guard case .complete(let prompt) = try await desk.content.prompt(name, arguments, desk.context),
                case .text(let text)? = prompt.messages.first?.content
            else { throw Desk.Unfinished() }
            #expect(text.contains(name == "write_skill" ? "watch {the} disk" : "skill greet"))
            #expect(!text.contains("{skill}") && !text.contains("{goal}") && !text.contains("{task}"))
        }
    }

    @Test func `every tool that a prompt or the instructions name exists`() {
        let prompts = Prompts.all.map { $0.text(["task": "", "skill": ""]) }.flatMap(\.messages).map { "\($0.content)" }
        let texts = prompts + [Catalogue.instructions(skillTools: true), Catalogue.instructions(skillTools: false)]
        let names = Set(Catalogue.tools.map(\.name))
        for text in texts {
            for match in text.matches(of: /\b(list|get|check|test|diff|register|run|query|label|propose)_[a-z]+\b/) {
                #expect(names.contains(String(match.0)), "\(match.0)")
            }
        }
    }

    @Test func `names of skills are completed`() async throws {
        let desk = Desk(ScriptedBackend(["GET skills": .success(["items": [["name": "greet"], ["name": "watch"]]])]))
        let query = CompletionQuery(subject: .prompt("review_skill"), argument: "skill", value: "g", settled: [:])
        #expect(try await desk.content.complete(query, desk.context).values == ["greet"])
    }
}
