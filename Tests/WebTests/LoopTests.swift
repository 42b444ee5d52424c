import CivilTime
import JSON
import Store
import Testing
import Workspace

@testable import Web

@Suite(.timeLimit(.minutes(1))) struct LoopTests {
    /// What the scheduler does when it first sees the loop.
    private func register(_ site: Site) async throws {
        _ = try await site.store.saveLoop("morning", specificationHash: "h", watermark: site.time.now(), nextAt: nil)
    }

    @Test func `a loop is shown as it is defined and as it stands`() async throws {
        try await Site.open { site in
            let loops = await site.get("/loops")
            #expect(loops.json["next"]?.isNull == true)
            let loop = loops.items.first
            #expect(loop == (await site.get("/loops/morning")).json)
            #expect(loop?["name"] == "morning")
            #expect(loop?["schedule"] == ["cron": "0 9 * * 1-5", "zone": "UTC"])
            #expect(loop?["explanation"]?.string?.contains("09:00") == true)
            #expect(loop?["skill"] == "hold")
            #expect(loop?["range"] == "^1")
            #expect(loop?["overlap"] == "skip")
            #expect(loop?["catchup"] == "latest")
            #expect(loop?["window"] == "1h")
            #expect(loop?["input"] == [:])
            #expect(loop?["paused"]?.isNull == true)
            #expect(loop?["last_fire"]?.isNull == true)
            // 2026-09-21 13:33:20 UTC is a Monday.
            #expect(loop?["next"] == ["2026-09-22T09:00:00Z", "2026-09-23T09:00:00Z", "2026-09-24T09:00:00Z"])
            #expect(loop?["next_at"] == "2026-09-22T09:00:00Z")
            let next = await site.get("/loops/morning/next?count=5").items
            #expect(next.last == "2026-09-28T09:00:00Z")
            #expect(await site.get("/loops/morning/next").items == next)
        }
    }

    @Test func `pausing and resuming show on the loop`() async throws {
        try await Site.open { site in
            try await register(site)
            let paused = await site.post("/loops/morning/pause", ["reason": "holidays"])
            #expect(paused.status == .ok)
            #expect(paused.json["paused"]?["by"]?.string == Site.signature(.operator))
            #expect(paused.json["paused"]?["reason"] == "holidays")
            #expect(paused.json["paused"]?["at"]?.string == site.time.now().rfc3339)
            let resumed = await site.post("/loops/morning/resume")
            #expect(resumed.status == .ok)
            #expect(resumed.json["paused"]?.isNull == true)
        }
    }

    @Test func `a triggered loop runs once at a time unless it is forced`() async throws {
        try await Site.open { site in
            let first = await site.post("/loops/morning/trigger")
            #expect(first.status == .created)
            #expect(first.json["loop"] == "morning")
            let second = await site.post("/loops/morning/trigger")
            #expect(second.status == .conflict)
            #expect(second.code == "run_open")
            #expect(await site.post("/loops/morning/trigger", ["force": true]).status == .created)
            #expect(await site.get("/runs?loop=morning").items.count == 2)
        }
    }

    @Test func `the ledger is told page by page, the latest fire on the loop too`() async throws {
        try await Site.open { site in
            try await register(site)
            let now = site.time.now()
            let fires = [
                Fire(nominalAt: now - .seconds(90), outcome: .missed, detail: "old", count: 3, throughAt: now - .seconds(70)),
                Fire(nominalAt: now - .seconds(60), outcome: .skippedOverlap, detail: "1 open"), Fire(nominalAt: now, outcome: .skippedPaused),
            ]
            let decision = FireDecision(loop: "morning", fires: fires, watermark: now, nextAt: nil, decidedAt: now)
            #expect(try await site.store.fire(decision) == .recorded(nil))
            let first = await site.get("/loops/morning/fires?limit=2")
            #expect(first.items.map { $0["outcome"] } == ["skipped_paused", "skipped_overlap"])
            #expect(first.items.last?["detail"] == "1 open")
            let rest = await site.get("/loops/morning/fires?limit=2&cursor=\(first.json["next"]?.string ?? "")")
            #expect(rest.json["next"]?.isNull == true)
            #expect(rest.items.first?["count"] == 3)
            #expect(rest.items.first?["through_at"]?.string == (now - .seconds(70)).rfc3339)
            #expect(rest.items.first?["run_id"]?.isNull == true)
            let last = await site.get("/loops/morning").json["last_fire"]
            #expect(last?["outcome"] == "skipped_paused")
            #expect(last?["nominal_at"]?.string == now.rfc3339)
        }
    }
}
