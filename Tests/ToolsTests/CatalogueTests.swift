import JSON
import Testing

@testable import Tools

/// What a client sees of the tools before it calls any.
@Suite struct CatalogueTests {
    @Test func `the set of tools is the one that clients rely on`() {
        #expect(
            Set(Catalogue.tools.map(\.name)) == [
                "register_skill", "check_skill", "test_skill", "list_skills", "get_skill", "diff_skill", "run_skill", "get_run", "query_runs",
                "label_run", "propose_loop", "list_loops", "get_proposal",
            ])
        #expect(Set(Works.all.keys) == Set(Catalogue.tools.map(\.name)))
    }

    @Test func `every tool has schemas that compile, annotations, and a description a model has time for`() throws {
        for tool in Catalogue.tools {
            _ = try Schema(compiling: tool.inputSchema, keywords: .lenient)
            _ = try Schema(compiling: try #require(tool.outputSchema), keywords: .lenient)
            #expect(tool.inputSchema["additionalProperties"] == false, "\(tool.name)")
            #expect((40...400).contains(tool.description.count), "\(tool.name)")
            #expect(tool.annotations != nil)
        }
    }

    @Test func `only what changes or reaches something says so`() {
        let writing = Catalogue.tools.filter { $0.annotations?.readOnly == false }.map(\.name)
        #expect(Set(writing) == ["register_skill", "run_skill", "label_run", "propose_loop"])
        #expect(Catalogue.tools.filter { $0.annotations?.openWorld == true }.map(\.name) == ["run_skill"])
    }

    @Test func `no tool decides what waits for a person`() {
        let words = ["approve", "review", "answer", "reject", "adopt", "resume", "pause", "trigger"]
        for tool in Catalogue.tools { #expect(!words.contains { tool.name.contains($0) }, "\(tool.name)") }
    }

    @Test func `all descriptions together stay small`() {
        let size = Catalogue.tools.reduce(0) { $0 + $1.description.utf8.count + $1.inputSchema.bytes(.compact).count }
        #expect(size < 9_000)
        #expect(Catalogue.instructions(skillTools: true).utf8.count < 1_500)
    }
}
