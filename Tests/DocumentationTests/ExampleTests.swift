import JSON
import SkillLanguage
import Testing
import Workspace

/// What the documentation shows is right.
@Suite struct ExampleTests {
    @Test(arguments: Example.blocks)
    func `every JSON block is JSON`(block: Page.Block) throws {
        _ = try Example(block)
    }

    @Test func `every skill decodes and passes its own tests`() throws {
        let skills = try Example.skills()
        #expect(skills.count >= 3)
        for (block, skill) in skills {
            let findings = TestRunner.run(skill).flatMap(\.findings)
            #expect(findings.isEmpty, "\(block.page):\(block.line): \(findings)")
        }
    }

    @Test func `every loop decodes, and starts a skill that the documentation shows, with an input that fits it`() throws {
        let skills = try Example.skills()
        let loops = try Example.loops()
        #expect(loops.count >= 4)
        for (block, loop) in loops {
            let place: Comment = "\(block.page):\(block.line)"
            let named = skills.filter { $0.skill.name == loop.skill }
            let found = try #require(named.first { $0.block.page == block.page } ?? named.first, place)
            #expect(loop.range.accepts(found.skill.version ?? SemanticVersion(0, 1, 0)), place)
            let input = found.skill.input.schema.applyingDefaults(to: loop.input)
            #expect(found.skill.input.schema.validate(input).isEmpty, place)
        }
    }

    @Test func `every ratchet.json is read, and the models show every key there is`() throws {
        var settings: [Settings] = []
        for block in Example.blocks {
            if case .settings(let json) = try Example(block) { settings.append(try Settings(json)) }
        }
        #expect(settings.count >= 3)
        #expect(settings.contains { $0.services["site"]?.allowPrivate == true })
        let full = try #require(settings.compactMap { $0.models["smart"] }.first)
        #expect(full.keySecret != nil && full.cachedInputPrice != nil && full.maxContext != nil)
        #expect(full.sendsEffort && full.maxTokensField != "max_tokens" && full.output == .tool)
    }
}
