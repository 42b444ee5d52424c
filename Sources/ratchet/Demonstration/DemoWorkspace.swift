import CivilTime
import JSON
import Registry
import Workspace

/// The workspace that `ratchet demo` keeps: the shipped skills, three loops over the demo fleet, settings that point at it.
struct DemoWorkspace {
    let seed: UInt64
    /// When the fleet's history began.
    let startedAt: Instant

    /// Makes the workspace at the first start; later starts find it and only point the settings at the fleet's port.
    static func prepare(_ layout: WorkspaceLayout, fleetPort: Int, now: Instant) async throws -> DemoWorkspace {
        let settings = self.settings(fleetPort).bytes(.pretty)
        if !Files.exists(layout.settings) {
            let key = try SigningKeyFile(tokens: TokenFiles(workspace: layout, environment: Environment.all)).load { SystemRandom.bytes(32) }
            try await Founding.create(at: layout.root, files: files(settings), key: key, now: now)
        } else if try Files.read(layout.settings) != settings {
            try Files.write(layout.settings, settings)
        }
        return try remembered(layout, now)
    }

    private static func remembered(_ layout: WorkspaceLayout, _ now: Instant) throws -> DemoWorkspace {
        let path = layout.state + "/demo.json"
        if let bytes = try Files.read(path), let json = try? JSON(parsing: bytes), let seed = json["seed"]?.int, let start = json["started_at"]?.int {
            return DemoWorkspace(seed: UInt64(bitPattern: seed), startedAt: Instant(milliseconds: start))
        }
        let seed = Int64(truncatingIfNeeded: SystemRandom.word() >> 1)
        try Files.write(path, (["seed": .int(seed), "started_at": .int(now.milliseconds)] as JSON).bytes(.pretty))
        return DemoWorkspace(seed: UInt64(bitPattern: seed), startedAt: now)
    }

    private static func settings(_ port: Int) -> JSON {
        func service(_ path: String) -> JSON { ["base_url": .string("http://127.0.0.1:\(port)\(path)"), "allow_private": true, "headers": [:]] }
        return [
            "services": ["metrics": service(""), "deploys": service(""), "channel": service("/channel")], "models": [:],
            "policy": ["agent_may_run": ["health_check"], "owner_may_adopt": true],
        ]
    }

    private static func files(_ settings: [UInt8]) -> [(path: String, bytes: [UInt8])] {
        let kept = NewWorkspace.files.filter { $0.path != "ratchet.json" && $0.path != WorkspaceLayout.loopPath("health_check") }
        return kept + [("ratchet.json", settings)]
            + ["checkout", "search", "payments"].map { service in
                let loop: JSON = [
                    "loop": .string("check_\(service)"), "summary": .string("Check \(service) of the demo fleet."), "schedule": ["every": "15s"],
                    "skill": "health_check@^1", "input": ["service": .string(service), "window": "1m"], "overlap": "skip", "catchup": "latest",
                    "window": "1m",
                ]
                return (WorkspaceLayout.loopPath("check_\(service)"), loop.bytes(.pretty))
            }
    }
}
