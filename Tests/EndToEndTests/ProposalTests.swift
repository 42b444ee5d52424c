import HTTPClient
import JSON
import Testing
import Workspace

@Suite(.timeLimit(.minutes(2))) struct ProposalTests {
    /// The live greet, polite and with more reach.
    private static let wider: JSON = {
        var document = Documents.greet.object ?? [:]
        document["version"] = Optional.none
        document["permits"] = ["http": ["GET https://a.example/*"]]
        document["steps"] = [["id": "say", "call": "echo", "with": ["text": "good day ${input.name}"]]]
        document["tests"] = [["name": "greets", "input": ["name": "Kim"], "mocks": [:], "expect": ["output": ["text": "good day Kim"]]]]
        return .object(document)
    }()

    private static func proposal(base: String?, dryRun: Bool = false) -> JSON {
        ["changes": [["path": "skills/greet/skill.json", "document": wider, "base": base.map(JSON.string) ?? .null]], "reason": "Politer."]
    }

    @Test
    func `an agent's wider skill waits, the agent cannot approve it, a reviewer does, git verifies it, and rollback takes it back`() async throws {
        let ground = try await Ground.prepared(skills: [Documents.greet])
        let server = try await ground.serve()
        let api = try await Remote(ground)
        let agent = try await ground.text(".ratchet/agent.token")

        // The agent proposes. Nothing is live yet.
        let base = try await ground.answer("skills", "show", "greet")["version_id"]?.string
        let made = try await api.post(["proposals"], Self.proposal(base: base), token: agent)
        #expect(made.status == 201 && made.json["status"] == "pending", "\(made.json)")
        let id = try #require(made.json["proposal"]?.string)
        let hash = try #require(made.json["evidence_hash"]?.string)
        #expect(try await ground.answer("skills", "show", "greet")["version"] == "1.0.0")

        // It cannot approve, and nobody's token can be made with its own.
        #expect(try await api.post(["proposals", id, "approve"], ["evidence_hash": .string(hash)], token: agent).status == 403)
        #expect(try await api.post(["tokens"], ["name": "x", "scope": "admin", "hash": .string(hash)], token: agent).status == 403)
        #expect(try await api.post(["skills", "greet", "rollback"], [:], token: agent).status == 403)

        // A reviewer looks, and approves with a token of their own.
        let shown = try await ground.ratchet("review", "show", id)
        #expect(shown.output.contains("wider: http GET https://a.example/*") && shown.output.contains("good day"), "\(shown)")
        #expect(try await ground.ratchet("policy", "test", id).output.contains("waits for a person"))
        let token = try #require(try await ground.answer("token", "create", "--scope", "reviewer", "--name", "kim")["token"]?.string)
        let approved = try await ground.shell("RATCHET_TOKEN=\(token) ratchet review approve \(id) --note fine")
        #expect(approved.code == 0 && approved.output.contains("live at"), "\(approved)")

        // It is live and callable, and stock git verifies the commit that brought it.
        let run = try await ground.answer("run", "greet", "--input", #"{"name": "Kim"}"#, "--wait")
        #expect(run["output"]?["text"] == "good day Kim" && run["version"] == "1.1.0", "\(run)")
        _ = try await ground.git("verify-commit", "refs/ratchet/live")
        let trailers = try await ground.git("log", "-1", "--format=%(trailers)", "refs/ratchet/live")
        for line in ["Ratchet-Proposal: \(id)", "Ratchet-Evidence: \(hash)", "Ratchet-Approver: kim", "Ratchet-Skill: greet"] {
            #expect(trailers.contains(line), "\(trailers)")
        }
        #expect(try await ground.git("rev-parse", "main") == ground.git("rev-parse", "refs/ratchet/live"))
        #expect(try await ground.git("status", "--porcelain").isEmpty)

        // Back again, under the next label.
        let back = try await ground.ratchet("skills", "rollback", "greet", "--reason", "too polite")
        #expect(back.code == 0, "\(back)")
        _ = try await ground.git("verify-commit", "refs/ratchet/live")
        let again = try await ground.answer("run", "greet", "--input", #"{"name": "Kim"}"#, "--wait")
        #expect(again["output"]?["text"] == "hello Kim" && again["version"] == "1.2.0", "\(again)")
        let log = try await ground.ratchet("skills", "log", "greet")
        #expect(log.output.contains("1.2.0") && log.output.contains("good") && log.output.contains("kim"), "\(log)")
        #expect(try await ground.ratchet("skills", "diff", "greet", "--from", "1.0.0", "--to", "1.1.0").output.contains("+"))

        // A token that is taken back works no more, nor after a restart.
        let issued = try #require(try await ground.answer("token", "list")["items"]?[0]?["id"]?.string)
        #expect(try await ground.ratchet("token", "revoke", issued).code == 0)
        #expect(try await ground.shell("RATCHET_TOKEN=\(token) ratchet review list").code == 1)
        _ = server
    }

    @Test func `a person proposes files, and a dry run says what would become of them`() async throws {
        let ground = try await Ground.prepared(skills: [Documents.greet])
        let server = try await ground.serve()
        try ground.write("draft.json", Self.wider)
        let look = try await ground.ratchet("propose", "draft.json", "--dry-run")
        #expect(look.code == 0 && look.output.contains("would wait for a person"), "\(look)")
        #expect(try await ground.ratchet("review", "list").output.contains("no proposals"))
        let made = try await ground.ratchet("propose", "draft.json", "--reason", "Politer.")
        #expect(made.code == 0 && made.output.contains("gets wider"), "\(made)")
        let id = try #require(try await ground.answer("review", "list")["items"]?[0]?["id"]?.string)
        let own = try await ground.ratchet("review", "approve", id)
        #expect(own.code == 1 && own.errors.contains("somebody else"), "\(own)")
        #expect(try await ground.ratchet("review", "reject", id, "--note", "no").code == 0)
        #expect(try await ground.ratchet("review", "list", "--state", "rejected").output.contains(id.prefix(8)))
        _ = server
    }

    @Test func `while ratchet.json is broken nothing may be proposed`() async throws {
        let ground = try await Ground.prepared(skills: [Documents.greet])
        let server = try await ground.serve()
        try ground.write("draft.json", Self.wider)
        try ground.write("ratchet.json", "{ broken")
        _ = try await server.line("the last good ones stay in force", amongErrors: true)
        let refused = try await ground.ratchet("propose", "draft.json")
        #expect(refused.code == 1 && refused.errors.contains("broken"), "\(refused)")
    }
}

/// The API of the test's server, with a token of one's choice.
private struct Remote {
    let base: URL
    let client: Client

    init(_ ground: Ground) async throws {
        let file = try JSON(parsing: try #require(try Files.read(ground.layout.server)))
        base = try URL(try #require(file["url"]?.string))
        client = try Client()
    }

    func post(_ path: [String], _ body: JSON, token: String) async throws -> (status: Int, json: JSON) {
        let url = try base.resolving("/api/v1/" + path.joined(separator: "/"))
        var request = Request(
            .post, url, headers: ["Authorization": "Bearer \(token)", "Content-Type": "application/json"], body: body.bytes(.compact))
        request.addressPolicy = AddressPolicy.publicOnly.allowing(base)
        let response = try await client.send(request)
        return (response.status, try JSON(parsing: response.body))
    }
}

extension Ground {
    fileprivate func text(_ path: String) async throws -> String {
        String(decoding: try #require(try Files.read("\(workspace)/\(path)")), as: UTF8.self).split(separator: "\n").first.map(String.init) ?? ""
    }
}
