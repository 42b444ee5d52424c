import CivilTime
import JSON
import Store
import Testing
import Workspace

@testable import Web

@Suite(.timeLimit(.minutes(1))) struct DatabaseTests {
    @Test func `the database is copied to a path where nothing is`() async throws {
        try await Site.open { site in
            await site.greet()
            let path = site.directory.path + "/copy.db"
            let answer = await site.post("/db/backup", ["path": .string(path)], as: .admin)
            #expect(answer.status == .created && answer.json["path"] == .string(path) && answer.json["runs"] == 1)
            let again = await site.post("/db/backup", ["path": .string(path)], as: .admin)
            #expect(again.status == .conflict && again.code == "cannot_write" && again.message.contains("there already"))
            for wrong in ["copy.db", "/tmp/"] {
                #expect(await site.post("/db/backup", ["path": .string(wrong)], as: .admin).code == "invalid_field", "\(wrong)")
            }
        }
    }

    @Test func `old runs go by the rule of the settings, or by the one given`() async throws {
        try await Site.open { site in
            await site.greet()
            site.time.advance(by: .seconds(3 * 24 * 3600))
            await site.greet()
            func prune(_ body: JSON) async -> JSON { await site.post("/db/prune", body, as: .admin).json }
            #expect(await prune(["dry_run": true])["runs"] == 0)
            #expect(await prune(["dry_run": true, "days": 2])["runs"] == 1)
            #expect(await prune(["dry_run": true, "per_skill": 1])["runs"] == 1)
            #expect(await site.get("/runs").items.count == 2)
            site.settings.change { $0.retention = Settings.Retention(days: 1) }
            let done = await prune([:])
            #expect(done["runs"] == 1 && done["more"] == false)
            #expect(await site.get("/runs").items.count == 1)
            #expect(await site.post("/db/verify").json["ok"] == true)
            #expect(await site.post("/db/compact", as: .admin).json["freed_bytes"]?.int != nil)
        }
    }
}
