import Git
@testable import Registry
import SkillLanguage
import Testing
import Workspace

/// What is served while the files of the live commit cannot be used.
@Suite struct LastGoodTests {
    /// Shell, in the top folder, that spoils the skill `greet`, and the file that is told of.
    static let damages = [
        ("git rm -rq skills/greet && ln -s other skills/greet && git add skills", "skills/greet"),
        ("ln -sf ../other/skill.json skills/greet/skill.json && git add skills", "skills/greet/skill.json"),
        ("mkdir texts && ln -s ../../texts skills/greet/prompts && git add skills", "skills/greet/prompts"),
        ("echo '{' > skills/greet/skill.json && git add skills", "skills/greet/skill.json"),
    ]

    @Test(.enabled(if: SignatureTests.isCheckable, "git is not installed"), arguments: damages)
    func `a skill whose files became something else stays as it was, and is put right by the next commit`(shell: String, path: String) async throws {
        let ground = try await Ground.greeting([Ground.skill("other", version: "1.0.0")])
        let before = try #require(ground.registry.snapshot.commit)
        let commit = "git -c user.name=Kim -c user.email=kim@example.com commit -qm change"
        #expect(SignatureTests.shell("cd '\(ground.root)' && \(shell) && \(commit)") == 0)
        let tip = try #require(try await ground.repository.commit(at: "refs/heads/main"))
        // As another clone may have landed it.
        let spoilt = try await ground.repository.commit(
            on: before, tree: ground.repository.tree(of: tip), changes: [], message: "Change\n\nRatchet-Policy: test", author: ground.who,
            sign: Ground.key().signer)
        try await ground.put(spoilt, on: "refs/ratchet/live")
        try await ground.registry.load()
        #expect(ground.registry.snapshot.commit == spoilt && ground.registry.snapshot.problems.map(\.path) == [path])
        #expect(ground.registry.live("greet")?.label == SemanticVersion(1, 0, 0) && ground.registry.live("other") != nil)
        let mended = try await ground.repository.commit(
            on: spoilt, tree: ground.repository.tree(of: before), changes: [Ground.write(Ground.skill("greet", version: "1.1.0", text: "b"))],
            message: "Mend\n\nRatchet-Policy: test", author: ground.who, sign: Ground.key().signer)
        try await ground.put(mended, on: "refs/ratchet/live")
        try await ground.registry.load()
        #expect(ground.registry.snapshot.problems.isEmpty && ground.registry.live("greet")?.label == SemanticVersion(1, 1, 0))
        await ground.close()
    }
}
