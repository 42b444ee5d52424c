import CivilTime
import Demo
import JSON
import Testing

@Suite(.timeLimit(.minutes(2))) struct HostileServiceTests {
    @Test func `a service that hangs, resets or sends 20 MB fails its own runs only`() async throws {
        try await RunningDemo.run { demo, url in
            let ground = try await Ground.prepared(
                services: ["demo": url], skills: [Documents.greet, Documents.probe, Documents.probe("patient", timeout: "1m")],
                loops: [Documents.loop("hello", skill: "greet", overlap: "allow_all")])
            let server = try await ground.serve()
            let before = try await ground.fire(of: "hello")
            let expected: [(Fault.Kind, [String])] = [
                (.hang, ["timeout", "http.timeout"]), (.reset, ["http.connect"]), (.lost, ["http.connect"]), (.huge, ["http.too_large"]),
                (.status, ["http.5xx.503"]),
            ]
            for (kind, types) in expected {
                demo.faults.add(Fault(path: "/v1/summary", kind: kind))
                // What does not hang has all the time that a busy machine takes to connect.
                let failed = try await ground.ratchet("run", kind == .hang ? "probe" : "patient", "--wait", "--json")
                let type = try JSON(parsing: Array(failed.output.utf8))["error_type"]?.string
                #expect(failed.code == 1 && type.map(types.contains) ?? false, "\(kind): \(failed)")
            }
            let well = try await ground.ratchet("run", "patient", "--wait")
            #expect(well.code == 0, "\(well)")
            #expect(demo.ledger.count == expected.count + 1)

            let after = try await ground.fire(of: "hello", after: before)
            let rows = try await ground.fires(of: "hello")
            let between = rows.filter { $0.nominalAt >= before && $0.nominalAt <= after && $0.outcome == "started" }
            let seconds = between.map { $0.nominalAt.milliseconds / 1000 }
            #expect(seconds == Array((before.milliseconds / 1000)...(after.milliseconds / 1000)).reversed())
            _ = server
        }
    }
}
