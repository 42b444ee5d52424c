import JSON
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The repository, changed by stock git under a running server.
@Suite(.timeLimit(.minutes(2))) struct OutsideTests {
    private static let polite: JSON = {
        var document = Documents.greet.object ?? [:]
        document["steps"] = [["id": "say", "call": "echo", "with": ["text": "good day ${input.name}"]]]
        document["tests"] = [["name": "greets", "input": ["name": "Kim"], "mocks": [:], "expect": ["output": ["text": "good day Kim"]]]]
        return .object(document)
    }()

    private static func proposal(_ ground: Ground, _ state: String = "open") async throws -> JSON {
        try await ground.wait(for: "a proposal that is \(state)") { try await ground.answer("review", "list", "--state", state)["items"]?[0] }
    }

    private static func live(_ ground: Ground) async throws -> String { try await ground.git("rev-parse", "refs/ratchet/live") }

    @Test func `an editor's commit is proposed, approved, live and verified by stock git, and a commit that undoes one withdraws it`() async throws {
        let ground = try await Ground.prepared(skills: [Documents.greet])
        let server = try await ground.serve()
        let before = try await Self.live(ground)
        try ground.write(Self.polite)
        let tip = try await ground.commit("Be polite")
        let proposal = try await Self.proposal(ground)
        #expect(proposal["proposer"]?["name"] == "Kim" && proposal["proposer"]?["scope"] == "outside" && proposal["reason"] == "Be polite")
        #expect(try await Self.live(ground) == before)
        let id = try #require(proposal["id"]?.string)
        let approved = try await ground.ratchet("review", "approve", id)
        #expect(approved.code == 0 && approved.output.contains("live at"), "\(approved)")
        #expect(try await ground.git("rev-parse", "main") == Self.live(ground))
        #expect(try await ground.git("rev-parse", "main^1", "main^2") == "\(before)\n\(tip)")
        #expect(try await ground.git("status", "--porcelain").isEmpty)
        let run = try await ground.answer("run", "greet", "--input", #"{"name": "Kim"}"#, "--wait")
        #expect(run["output"]?["text"] == "good day Kim" && run["version"] == "1.1.0", "\(run)")

        try ground.write("skills/greet/skill.json", "{ \"language\": 1,")
        try await ground.commit("Half a thought")
        let bad = try await Self.proposal(ground)
        let shown = try await ground.ratchet("review", "show", bad["id"]?.string ?? "")
        #expect(shown.output.contains("skills/greet/skill.json:1:") && shown.output.contains("E01"), "\(shown)")
        let status = try await ground.ratchet("skills", "status")
        #expect(status.code == 0 && status.output.contains("skills/greet/skill.json:1:") && status.output.contains("1.1.0"), "\(status)")
        try await ground.git("revert", "--no-edit", "HEAD")
        _ = try await Self.proposal(ground, "superseded")
        #expect(try await ground.answer("review", "list")["items"] == [])
        _ = server
    }

    @Test func `after proposals, edits, adoptions and rollbacks the record agrees with itself, and with stock git`() async throws {
        let ground = try await Ground.prepared()
        let server = try await ground.serve()
        try ground.write(Documents.greet)
        try await ground.commit("Greet")
        let id = try #require(try await Self.proposal(ground)["id"]?.string)
        #expect(try await ground.ratchet("inbox", "list").output.contains("ratchet review show \(id)"))
        #expect(try await ground.answer("inbox", "list", "--kind", "proposal")["items"]?[0]?["id"]?.string == id)
        #expect(try await ground.ratchet("review", "approve", id).code == 0)
        // A reviewer changes what was proposed, and somebody else approves it.
        try ground.write("draft.json", Self.polite)
        #expect(try await ground.ratchet("propose", "draft.json").code == 0)
        let other = try #require(try await Self.proposal(ground)["id"]?.string)
        let token = try #require(try await ground.answer("token", "create", "--scope", "reviewer", "--name", "lee")["token"]?.string)
        let second = try #require(try await ground.answer("token", "create", "--scope", "reviewer", "--name", "max")["token"]?.string)
        let editor = #"EDITOR="sed -i s/day/evening/" RATCHET_TOKEN=\#(token) ratchet review edit \#(other)"#
        let edited = try await ground.shell(editor)
        #expect(edited.code == 0 && edited.output.contains("waits for a person"), "\(edited)")
        let own = try await ground.shell("RATCHET_TOKEN=\(token) ratchet review approve \(other)")
        #expect(own.code == 1 && own.errors.contains("was changed with this very token"), "\(own)")
        #expect(try await ground.ratchet("review", "show", other).output.contains("changed by lee"))
        let approved = try await ground.shell("RATCHET_TOKEN=\(second) ratchet review approve \(other)")
        #expect(approved.code == 0, "\(approved)")
        let run = try await ground.answer("run", "greet", "--input", #"{"name": "Kim"}"#, "--wait")
        #expect(run["output"]?["text"] == "good evening Kim", "\(run)")
        try ground.write("notes.md", "Nothing of a skill.")
        try await ground.commit("Notes")
        #expect(try await ground.ratchet("adopt").code == 0)
        #expect(try await ground.ratchet("skills", "rollback", "greet").code == 0)

        // The test's own first commit names a decision that no release writes; all others agree.
        let audit = try await ground.ratchet("audit", "verify", "--json")
        let found = try JSON(parsing: Array(audit.output.utf8))["mismatches"]?.array ?? []
        #expect(audit.code == 1 && found.count == 1 && found[0]["message"]?.string?.contains("no known decision") == true, "\(audit)")
        #expect(try await ground.git("fsck", "--strict", "--full").contains("error") == false)
        let signed = try await ground.git("log", "--first-parent", "--format=%G? %s", "refs/ratchet/live").split(separator: "\n")
        #expect(signed.count == 6 && signed.allSatisfy { $0.hasPrefix("G ") }, "\(signed)")
        #expect(try await ground.git("log", "--show-signature", "--first-parent", "refs/ratchet/live").contains("Good \"git\" signature"))
        for commit in try await ground.git("rev-list", "--first-parent", "refs/ratchet/live").split(separator: "\n") {
            _ = try await ground.git("verify-commit", String(commit))
        }
        _ = server
    }

    @Test func `a commit put on the live ref by hand is not loaded, doctor says so and what to do, and doing it helps`() async throws {
        let ground = try await Ground.prepared(skills: [Documents.greet])
        let server = try await ground.serve()
        let before = try await Self.live(ground)
        try ground.write(Self.polite)
        let forged = try await ground.commit("Be polite\n\nRatchet-Policy: approvals=1")
        try await ground.git("update-ref", "refs/ratchet/live", forged)
        _ = try await server.line("did not get there through Ratchet", amongErrors: true)
        for _ in 0..<2 {
            let doctor = try await ground.ratchet("doctor")
            #expect(doctor.code == 1 && doctor.output.contains("it has no signature") && doctor.output.contains("ratchet adopt"), "\(doctor)")
            let run = try await ground.answer("run", "greet", "--input", #"{"name": "Kim"}"#, "--wait")
            #expect(run["output"]?["text"] == "hello Kim", "\(run)")
        }
        let incident = try await ground.wait(for: "an incident") { try await ground.answer("incidents", "list")["items"]?[0] }
        #expect(incident["kind"] == "repository" && incident["subject"] == "live_unattested")
        try await ground.git("update-ref", "refs/ratchet/live", before)
        _ = try await ground.wait(for: "the incident to be closed") {
            try await ground.answer("incidents", "list")["items"] == [] ? true : nil
        }
        // Over a restart, and put right by adopting instead.
        try await ground.git("update-ref", "refs/ratchet/live", forged)
        server.send(SIGTERM)
        try await server.finish()
        let again = try await ground.serve()
        #expect(try await ground.answer("skills", "show", "greet")["version"] == "1.0.0")
        #expect(try await ground.ratchet("adopt").code == 0)
        #expect(try await ground.answer("skills", "show", "greet")["version"] == "1.1.0")
        _ = try await ground.git("verify-commit", "refs/ratchet/live")
        _ = again
    }

    @Test func `with another signing key nothing is served until the owner adopts, and a paused loop is still paused`() async throws {
        let ground = try await Ground.prepared(skills: [Documents.greet], loops: [Documents.loop("hello", skill: "greet")])
        let server = try await ground.serve()
        #expect(try await ground.ratchet("loops", "pause", "hello").code == 0)
        server.send(SIGTERM)
        try await server.finish()
        try await #require(ground.shell("mv ../configuration/signing.key ../configuration/lost.key").code == 0)
        let again = try await ground.serve()
        #expect(try await ground.answer("skills", "list")["items"] == [])
        #expect(try await ground.ratchet("doctor").output.contains("is not signed with this workspace's key"))
        let adopted = try await ground.ratchet("adopt")
        #expect(adopted.code == 0, "\(adopted)")
        #expect(try await ground.answer("skills", "show", "greet")["version"] == "1.0.0")
        #expect(try await ground.answer("loops", "show", "hello")["paused"]?.object != nil)
        _ = again
    }

    @Test(arguments: ["publish.commit.written", "publish.live.moved", "adopt.committed", "adopt.live.before", "adopt.live.moved", "main.moved"])
    func `killed between commit and ref, or after it, a server that starts again serves what the ref names`(point: String) async throws {
        let ground = try await Ground.prepared(skills: [Documents.greet])
        let server = try ground.serve(crashingAt: point)
        _ = try await server.line(" serves ")
        let before = try await Self.live(ground)
        try ground.write(Self.polite)
        try await ground.commit("Be polite")
        let id = try #require(try await Self.proposal(ground)["id"]?.string)
        _ = try await point.hasPrefix("publish.") ? ground.ratchet("review", "approve", id) : ground.ratchet("adopt")
        try await server.finish()
        let live = try await Self.live(ground)
        let hasMoved = !["publish.commit.written", "adopt.committed", "adopt.live.before"].contains(point)
        #expect((live != before) == hasMoved)
        let again = try await ground.serve()
        #expect(try await Self.live(ground) == live)
        #expect(try await ground.answer("skills", "show", "greet")["version"] == (hasMoved ? "1.1.0" : "1.0.0"))
        #expect(try await ground.answer("review", "list", "--state", hasMoved ? "live" : "open")["items"]?[0]?["id"]?.string == id)
        if hasMoved {
            #expect(try await ground.git("rev-parse", "main") == live)
        } else {
            #expect(try await ground.ratchet("review", "approve", id).code == 0)
        }
        #expect(try await ground.answer("skills", "show", "greet")["version"] == "1.1.0")
        _ = again
    }
}
