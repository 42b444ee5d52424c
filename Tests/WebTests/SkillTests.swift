import Engine
import Git
import JSON
import Registry
import SkillLanguage
import Testing
import Workspace

@testable import Web

@Suite(.timeLimit(.minutes(1))) struct SkillTests {
    @Test func `a skill is shown with what it may reach and use`() async throws {
        try await Site.open { site in
            let skills = await site.get("/skills", as: .agent)
            #expect(skills.items.compactMap { $0["name"]?.string } == ["greet", "hold", "pair"])
            #expect(skills.json["problems"] == [])
            let pair = await site.get("/skills/pair").json
            #expect(pair["version"] == "1.2.3")
            #expect(pair["version_id"]?.string?.utf8.count == 64)
            #expect(pair["commit"]?.string == site.registry.snapshot.commit?.description)
            #expect(pair["permits"] == ["http": [], "models": [], "skills": ["greet@^1"], "mcp": [], "tune": []])
            #expect(pair["limits"] == ["duration_ms": 60_000, "calls": 7, "tokens": 0, "cost_usd": 0])
            #expect(pair["callees"] == ["greet@^1"])
            #expect(pair["secrets"] == [])
            #expect(pair["tests"] == 1)
            #expect(pair["document"]?["skill"] == "pair")
            #expect(skills.items.last?["document"] == nil)
        }
    }

    @Test func `files that cannot be used are listed beside the skills`() async throws {
        let broken = Documents.workspace.merging(["skills/odd/skill.json": "{\n  \"language\": 1,"]) { $1 }
        try await Site.open(broken) { site in
            let skills = await site.get("/skills")
            #expect(skills.items.count == 3)
            #expect(skills.json["problems"]?[0]?["path"] == "skills/odd/skill.json")
            #expect(skills.json["problems"]?[0]?["line"] == 2)
            #expect(await site.get("/status").json["problems"] == skills.json["problems"])
        }
    }

    @Test func `the status tells what is live and what the database holds`() async throws {
        try await Site.open { site in
            await site.greet()
            site.time.advance(by: .seconds(2))
            let settings = try Settings([
                "services": ["metrics": ["base_url": "http://127.0.0.1:1"]], "models": ["fast": ["base_url": "http://127.0.0.1:1", "model": "m"]],
            ])
            site.settings.change { $0 = settings }
            let status = await site.get("/status", as: .agent).json
            #expect(status["version"] == "9.9.9")
            #expect(status["process_id"] == 4711)
            #expect(status["uptime_ms"] == 2000)
            #expect(status["live_commit"]?.string == site.registry.snapshot.commit?.description)
            #expect(status["skills"] == 3)
            #expect(status["loops"] == 1)
            #expect(status["live_runs"] == 0)
            #expect(status["services"] == ["metrics"])
            #expect(status["models"] == ["fast"])
            #expect(status["database"]?["runs"] == 1)
            #expect(status["database"]?["open_runs"] == 0)
            #expect(status["database"]?["journal_entries"] == 1)
            #expect(status["database"]?["engine_epoch"] == 1)
        }
    }

    @Test func `a commit is adopted, and a dry run only tells what would happen`() async throws {
        try await Site.open { site in
            let changed = Documents.greet.replacing("Greets whoever is named.", with: "Says hello to whoever is named.")
            let commit = try await site.land(["skills/greet/skill.json": changed])
            let dry = await site.post("/adopt", ["dry_run": true], as: .admin)
            #expect(dry.status == .ok)
            #expect(dry.json["status"] == "would_go_live")
            #expect(site.registry.live("greet")?.label.description == "1.0.0")
            let adopted = await site.post("/adopt", ["commit": .string(commit.description)], as: .admin)
            #expect(adopted.status == .ok)
            #expect(adopted.json["status"] == "live")
            #expect(adopted.json["changes"]?[0]?["name"] == "greet")
            #expect(await site.get("/skills/greet").json["version"] == "1.0.1")
            #expect(await site.post("/adopt", as: .admin).json["status"] == "unchanged")
        }
    }

    @Test func `a commit with problems is rejected with them, and what is live stays`() async throws {
        try await Site.open { site in
            try await site.land(["skills/greet/skill.json": Documents.greet.replacing("hello Ada", with: "good day Ada")])
            let answer = await site.post("/adopt", as: .admin)
            #expect(answer.status == .unprocessable)
            #expect(answer.json["status"] == "rejected")
            #expect(answer.json["problems"]?[0]?["path"] == "skills/greet/skill.json")
            #expect(await site.get("/skills/greet").json["version"] == "1.0.0")
        }
    }
}
