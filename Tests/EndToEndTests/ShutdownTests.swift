import Demo
import JSON
import Testing
import Workspace

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite(.timeLimit(.minutes(2))) struct ShutdownTests {
    @Test func `SIGTERM does not wait for ever for a call that hangs; its run is resumed at the next start`() async throws {
        try await RunningDemo.run { demo, url in
            var patient = try #require(Documents.probe.object)
            var step = try #require(patient["steps"]?.array?.first?.object)
            step["timeout"] = "5m"
            patient["steps"] = [.object(step)]
            let ground = try await Ground.prepared(services: ["demo": url], skills: [.object(patient)])
            demo.faults.add(Fault(path: "/v1/summary", kind: .hang))
            let server = try await ground.serve()
            let id = try await ground.ratchet("run", "probe").output
            try await within(.seconds(30), "the request") { await demo.ledger.received(1) }
            server.send(SIGTERM)
            let end = try await server.finish(within: .seconds(20))
            #expect(end.code == 0, "\(end)")
            #expect(!Files.exists(ground.layout.server))

            let next = try await ground.serve()
            let run = try await ground.wait(for: "the end of the run") {
                let run = try await ground.answer("runs", "show", id)
                return run["state"] == "running" ? nil : run
            }
            #expect(run["state"] == "succeeded" && run["recoveries"] == 1, "\(run)")
            #expect(demo.ledger.count == 2)
            next.send(SIGTERM)
            #expect(try await next.finish().code == 0)
        }
    }
}
