import JSON
@testable import Registry
import Testing
import Workspace

/// A skill may come with the prompt files that it refers to.
@Suite struct ProposedPromptTests {
    private static let asking: JSON = Ground.skill(
        "ask",
        more: [
            "permits": ["models": ["fast"]], "limits": ["tokens": 100, "cost_usd": 0.1],
            "steps": [["id": "say", "call": "llm", "with": ["model": "fast", "prompt": ["file": "prompts/ask.md"]]]],
            "tests": [[
                "name": "t", "input": [:], "mocks": ["say": ["output": ["text": "x"]]], "expect": ["assert": ["calls.say.prompt == 'Say it.'"]],
            ]],
        ])

    private static func set(_ prompts: JSON?, document: JSON = asking) throws(ProposalError) -> ChangeSet {
        var change: JSON.Object = ["path": "skills/ask/skill.json", "document": document]
        if let prompts { change["prompts"] = prompts }
        return try ChangeSet(changes: [.object(change)], reason: "", model: nil)
    }

    @Test func `a new skill goes live with its prompt files, in one commit`() async throws {
        let ground = try await Ground.greeting()
        let result = try await ground.registry.propose(try Self.set(["prompts/ask.md": "Say it."]), by: Ground.agent, policy: ChangePolicy())
        #expect(result.status == .pending, "\(result.problems)")
        try await ground.approve(result.proposal)
        let live = try #require(ground.registry.snapshot.commit)
        #expect(try await ground.repository.file("skills/ask/prompts/ask.md", at: live) == Array("Say it.".utf8))
        #expect(ground.registry.live("ask")?.id == result.evidence.changes.first?.version)
        // Read from the commit again, it is the same version.
        let other = try await ground.registry.reader.skill("ask", at: live)
        #expect(other?.document == ground.registry.live("ask")?.skill.document)
        await ground.close()
    }

    @Test func `without the file it refers to, a skill is rejected`() async throws {
        let ground = try await Ground.greeting()
        let result = try await ground.registry.propose(try Self.set(nil), by: Ground.agent, policy: ChangePolicy())
        #expect(result.status == .rejected && !result.problems.isEmpty)
        await ground.close()
    }

    @Test(arguments: [
        ["prompts/other.md": "x"], ["ask.md": "x"], ["prompts/../skill.json": "x"], ["prompts/.md": "x"], ["prompts/a/b.md": "x"],
        ["prompts/ask.md": 1], "prompts", ["prompts/ask.md": .string(String(repeating: "x", count: 70_000))],
    ] as [JSON])
    func `files that nothing refers to, that lie elsewhere or are large are refused`(prompts: JSON) {
        #expect(throws: ProposalError.self) { try Self.set(prompts) }
    }

    @Test func `a removal brings no files`() {
        #expect(throws: ProposalError.self) { try Self.set(["prompts/ask.md": "x"], document: .null) }
    }
}
