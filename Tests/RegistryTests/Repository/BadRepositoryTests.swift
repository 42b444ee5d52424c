import Git
import JSON
@testable import Registry
import SkillLanguage
import Store
import Testing
import Workspace

/// States of a repository that no user of Ratchet alone gets it into. What is live stays live in each.
@Suite struct BadRepositoryTests {
    private static let main: RefName = "refs/heads/main"

    enum Damage: String, CaseIterable {
        case rewound, forcePushed, unrelated, deletedMain, deletedLive, detachedHead
        var trouble: RepositoryTrouble.Kind {
            switch self {
            case .rewound: .mainBehind
            case .forcePushed: .mainDiverged
            case .unrelated: .mainUnrelated
            case .deletedMain: .mainMissing
            case .deletedLive: .liveMissing
            case .detachedHead: .headDetached
            }
        }
        var isIncident: Bool { [.unrelated, .deletedMain, .deletedLive].contains(self) }
    }

    private static func cause(_ damage: Damage, in ground: Ground, first: CommitID) async throws {
        let repository = ground.repository
        switch damage {
        case .rewound: try await ground.put(first, on: main)
        case .forcePushed:
            let other = try await repository.commit(on: first, changes: [.write("README.md", "Rewritten.")], message: "Other", author: try ground.who)
            try await ground.put(other, on: main)
        case .unrelated:
            let other = try await repository.commit(
                on: nil, changes: [Ground.write(Ground.skill("greet", version: "1.0.0"))], message: "Other", author: try ground.who)
            try await ground.put(other, on: main)
        case .deletedMain: try await ground.put(nil, on: main)
        case .deletedLive: try await ground.put(nil, on: "refs/ratchet/live")
        case .detachedHead: try Files.write(ground.root + "/.git/HEAD", Array("\(first)\n".utf8))
        }
    }

    @Test(arguments: Damage.allCases)
    func `main or the live ref moved by force is told of, filed where somebody must act, and over when it is put right`(damage: Damage) async throws {
        let ground = try await Ground.greeting()
        let first = try #require(ground.registry.snapshot.commit)
        try await ground.approve(try await ground.propose(Ground.skill("greet", text: "b")).proposal)
        let live = try #require(ground.registry.snapshot.commit)
        await ground.registry.look(policy: ChangePolicy())
        #expect(ground.registry.troubles.isEmpty)
        try await Self.cause(damage, in: ground, first: first)
        for _ in 0..<2 { await ground.registry.look(policy: ChangePolicy()) }
        #expect(ground.registry.troubles.map(\.kind) == [damage.trouble])
        #expect(ground.registry.snapshot.commit == live && ground.registry.live("greet")?.label == SemanticVersion(1, 1, 0))
        let open = try await ground.store.incidents(closed: false, after: nil, limit: 9).items
        #expect(open.map(\.subject) == (damage.isIncident ? [damage.trouble.rawValue] : []))
        #expect(try await ground.store.proposals([.open], proposer: nil, after: nil, limit: 9).items.isEmpty)
        // Put right by hand.
        try await ground.put(live, on: Self.main)
        try await ground.put(live, on: "refs/ratchet/live")
        try Files.write(ground.root + "/.git/HEAD", Array("ref: refs/heads/main\n".utf8))
        await ground.registry.look(policy: ChangePolicy())
        #expect(ground.registry.troubles.isEmpty)
        #expect(try await ground.store.incidents(closed: false, after: nil, limit: 9).items.isEmpty)
        await ground.close()
    }

    @Test func `while another program holds the index, main waits, and follows when the lock is gone`() async throws {
        let ground = try await Ground.greeting()
        let before = try #require(ground.registry.snapshot.commit)
        let lock = ground.root + "/.git/index.lock"
        try Files.write(lock, [])
        let result = try await ground.propose(Ground.skill("greet", text: "b"))
        #expect(try await ground.approve(result.proposal).commit != nil, "the live ref needs no index")
        #expect(try await ground.repository.commit(at: Self.main) == before)
        await ground.registry.look(policy: ChangePolicy())
        #expect(ground.registry.troubles.map(\.kind) == [.locked])
        try Files.remove(lock)
        await ground.registry.look(policy: ChangePolicy())
        #expect(ground.registry.troubles.isEmpty)
        #expect(try await ground.repository.commit(at: Self.main) == ground.registry.snapshot.commit)
        #expect(try await ground.repository.status(paths: ["skills"]).isEmpty)
        await ground.close()
    }

    @Test func `while another program holds the live ref, nothing lands and the proposal stays open`() async throws {
        let ground = try await Ground.greeting()
        let before = ground.registry.snapshot.commit
        let result = try await ground.propose(Ground.skill("greet", text: "b"))
        let lock = ground.root + "/.git/refs/ratchet/live.lock"
        try Files.write(lock, [])
        await #expect { try await ground.approve(result.proposal) } throws: { if case GitError.locked = $0 { true } else { false } }
        #expect(ground.registry.snapshot.commit == before)
        #expect(try await ground.store.proposal(result.proposal ?? "").state == .open)
        try Files.remove(lock)
        #expect(try await ground.approve(result.proposal).commit != nil)
        await ground.close()
    }

    @Test func `in the middle of a merge main waits, so that the merge does not take back what went live`() async throws {
        let ground = try await Ground.greeting()
        let before = try #require(ground.registry.snapshot.commit)
        let head = ground.root + "/.git/MERGE_HEAD"
        try Files.write(head, Array("\(before)\n".utf8))
        try await ground.approve(try await ground.propose(Ground.skill("greet", text: "b")).proposal)
        #expect(try await ground.repository.commit(at: Self.main) == before)
        #expect(ground.registry.troubles.map(\.kind) == [.locked])
        try Files.remove(head)
        await ground.registry.look(policy: ChangePolicy())
        #expect(ground.registry.troubles.isEmpty)
        #expect(try await ground.repository.commit(at: Self.main) == ground.registry.snapshot.commit)
        await ground.close()
    }

    @Test func `a live commit whose objects are missing is told of, and loaded when they are there`() async throws {
        let ground = try await Ground.greeting()
        let next = try await ground.attested([Ground.write(Ground.skill("greet", version: "1.1.0", text: "b"))])
        let object = "\(ground.root)/.git/objects/\(next.description.prefix(2))/\(next.description.dropFirst(2))"
        let bytes = try #require(try Files.read(object))
        try await ground.put(next, on: "refs/ratchet/live")
        try Files.remove(object)
        let registry = try await ground.restarted()
        #expect(registry.troubles.map(\.kind) == [.liveUnreadable] && registry.live("greet")?.label == SemanticVersion(1, 0, 0))
        try Files.write(object, bytes)
        try await registry.load()
        #expect(registry.troubles.isEmpty && registry.live("greet")?.label == SemanticVersion(1, 1, 0))
        await ground.close()
    }

    /// What a commit may hold, and what is said of it.
    struct Content: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// Shell, in the top folder of the workspace, that puts it in the index.
        let shell: String
        /// Nil where nothing is said.
        let path: String?
        let words: String
    }

    static let contents = [
        Content(
            testDescription: "a submodule", shell: "git update-index --add --cacheinfo 160000,$(git rev-parse HEAD),skills/sub", path: "skills/sub",
            words: "a submodule is not read"),
        Content(testDescription: "a link to a folder", shell: "ln -s greet skills/link && git add skills/link", path: "skills/link", words: "a symlink is not read"),
        Content(
            testDescription: "a link to a file", shell: "mkdir skills/b && ln -s ../greet/skill.json skills/b/skill.json && git add skills/b",
            path: "skills/b/skill.json", words: "a symlink is not read"),
        Content(
            testDescription: "prompts as a link", shell: "mkdir texts && ln -s ../../texts skills/greet/prompts && git add skills",
            path: "skills/greet/prompts", words: "a symlink is not read"),
        Content(
            testDescription: "a link as a loop", shell: "mkdir -p cron && ln -s ../odd.json cron/odd.json && git add cron", path: "cron/odd.json",
            words: "a symlink is not read"),
        Content(
            testDescription: "a submodule beside the loops",
            shell: "git update-index --add --cacheinfo 160000,$(git rev-parse HEAD),cron/sub", path: "cron/sub", words: "a submodule is not read"),
        Content(
            testDescription: "skills as a link", shell: "mv skills s && git rm -rq --cached skills && ln -s s skills && git add skills", path: "skills",
            words: "a symlink is not read"),
        Content(
            testDescription: "names that differ in case", shell: "mkdir skills/Greet && cp skills/greet/skill.json skills/Greet/ && git add skills",
            path: "skills/Greet/skill.json", words: "differ in case only"),
        Content(
            testDescription: "100 MB as a skill", shell: "head -c 100000000 /dev/zero > skills/greet/skill.json && git add skills",
            path: "skills/greet/skill.json", words: "the file has 100000000 bytes"),
        Content(
            testDescription: "100 MB as a prompt",
            shell: "mkdir -p skills/greet/prompts && head -c 100000000 /dev/zero > skills/greet/prompts/a.md && git add skills",
            path: "skills/greet/prompts/a.md", words: "was not read"),
        Content(testDescription: "100 MB elsewhere", shell: "head -c 100000000 /dev/zero > big.bin && git add big.bin", path: nil, words: ""),
    ]

    @Test(.enabled(if: SignatureTests.isCheckable, "git is not installed"), arguments: contents)
    func `what is no plain file of fair size is refused unread`(content: Content) async throws {
        let ground = try await Ground.greeting()
        let before = ground.registry.snapshot.commit
        let commit = "git -c core.compression=1 -c user.name=Kim -c user.email=kim@example.com commit -qm change"
        #expect(SignatureTests.shell("cd '\(ground.root)' && \(content.shell) && \(commit)") == 0)
        let tip = try #require(try await ground.repository.commit(at: Self.main))
        let whole = try await ground.registry.reader.contents(of: tip).problems
        #expect(try await ground.registry.reader.contents(of: tip, knowing: ground.registry.contentsNow).problems == whole)
        await ground.registry.look(policy: ChangePolicy())
        let open = try await ground.store.proposals([.open], proposer: nil, after: nil, limit: 9).items
        if let path = content.path {
            let findings = try JSON(parsing: try #require(open.first).evidence)["findings"]?.array ?? []
            #expect(findings.contains { $0["path"]?.string == path && $0["message"]?.string?.contains(content.words) == true }, "\(findings)")
            #expect(try await !ground.registry.adopt().problems.isEmpty)
            #expect(ground.registry.snapshot.commit == before)
        } else {
            #expect(open.isEmpty)
            #expect(try await ground.registry.adopt().problems.isEmpty)
        }
        #expect(ground.registry.live("greet") != nil && !ground.registry.troubles.contains { $0.kind == .unreadable })
        await ground.close()
    }

    @Test func `a candidate whose tests pass only by mocks that the callee's schema refuses is kept out`() async throws {
        let ground = try await Ground.greeting()
        var caller = try #require(Ground.caller(of: "greet").object)
        caller["tests"] = [["name": "t", "input": [:], "mocks": ["say": ["output": ["text": 7]]], "expect": ["ran": ["say"]]]]
        let result = try await ground.propose(.object(caller))
        #expect(result.status == .rejected && result.problems.map(\.finding.code).contains("E53"), "\(result.problems)")
        await ground.close()
    }
}
