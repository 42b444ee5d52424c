import CivilTime
import Engine
import JSON
import Registry
import Store
import Testing
import Workspace

@testable import Web

@Suite(.timeLimit(.minutes(1))) struct ListTests {
    /// All items of a list, page by page; fails when a page but the last is not full.
    private func pages(_ site: Site, _ target: String, limit: Int) async -> [JSON] {
        var all: [JSON] = []
        var cursor: String?
        repeat {
            let answer = await site.get("\(target)limit=\(limit)" + (cursor.map { "&cursor=\($0)" } ?? ""))
            #expect(answer.status == .ok)
            cursor = answer.json["next"]?.string
            #expect(cursor == nil || answer.items.count == limit)
            all += answer.items
        } while cursor != nil && all.count < 1_000
        return all
    }

    @Test(arguments: [1, 2, 3, 5, 7, 200])
    func `pages of root runs are full and hold each run once, newest first`(_ limit: Int) async throws {
        try await Site.open { site in
            var ids: [String] = []
            for _ in 1...4 {
                site.time.advance(by: .seconds(1))
                for _ in 1...3 { ids.insert(await site.greet(), at: 0) }
                ids.insert(await site.ended(await site.post("/runs", ["skill": "pair"])), at: 0)
            }
            let roots = await pages(site, "/runs?", limit: limit)
            #expect(roots.compactMap { $0["id"]?.string } == ids)
            #expect(roots.allSatisfy { $0["parent"]?.isNull == true })
            let all = await pages(site, "/runs?children=true&", limit: limit)
            #expect(all.count == 4 * 6)
            #expect(all.filter { $0["skill"] == "greet" }.count { $0["parent"]?.isNull == false } == 8)
            #expect(all.allSatisfy { ($0["parent"]?.isNull == true) == ($0["root"]?.isNull == true) })
        }
    }

    @Test func `filters narrow the list down`() async throws {
        try await Site.open { site in
            let start = site.time.now()
            let first = await site.greet()
            site.time.advance(by: .seconds(60))
            let held = await site.post("/runs", ["skill": "hold"]).json["id"]?.string ?? ""
            func ids(_ query: String) async -> [String] { await site.get("/runs?\(query)").items.compactMap { $0["id"]?.string } }
            #expect(await ids("skill=greet") == [first])
            #expect(await ids("skill=nothing") == [])
            #expect(await ids("state=running,waiting") == [held])
            #expect(await ids("state=succeeded&skill=hold") == [])
            #expect(await ids("since=\((start + .seconds(1)).rfc3339)") == [held])
            #expect(await ids("until=\((start + .seconds(1)).rfc3339)") == [first])
            #expect(await ids("version=\(site.registry.live("hold")?.id ?? "")") == [held])
            #expect(await ids("skill=greet&version=1.0.0") == [first])
            #expect(await ids("error=cancelled") == [])
            _ = await site.post("/runs/\(held)/cancel")
            await site.engine.settled(held)
            #expect(await ids("error=cancel") == [held])
        }
    }
}
