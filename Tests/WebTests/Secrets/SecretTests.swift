import JSON
import Testing
import Workspace

@testable import Web

@Suite(.timeLimit(.minutes(1))) struct SecretTests {
    private static let value = "v4lue-that-no-answer-holds"

    @Test func `a secret is set, listed with what uses it, sealed anew and removed, and its value is in no answer`() async throws {
        try await Site.open { site in
            let settings = try Settings([
                "services": ["metrics": ["base_url": "https://m.example", "headers": ["authorization": "Bearer ${secrets.TOKEN}"]]],
                "models": ["fast": ["base_url": "https://l.example", "model": "m", "key_secret": "KEY"]],
            ])
            site.settings.change { $0 = settings }
            let body: JSON = ["name": "TOKEN", "value": .string(Self.value)]
            let set = await site.post("/secrets", body, as: .admin)
            #expect(set.status == .ok && set.json["state"] == "sealed" && set.json["used_by"] == ["service:metrics"], "\(set.json)")
            #expect(set.json["set_by"]?.string == Site.signature(.admin))
            #expect(site.backend.secrets.value(of: "TOKEN") == Self.value)
            let list = await site.get("/secrets", as: .admin)
            #expect(
                list.items.map { [$0["name"], $0["state"]] }
                    == [["GIVEN", "environment"], ["KEY", "missing"], ["TOKEN", "sealed"]])
            #expect(list.items[1]["used_by"] == ["model:fast"])
            let resealed = await site.post("/secrets/reseal", as: .admin)
            #expect(resealed.status == .ok && resealed.json["key"] != set.json["key"] && resealed.json["secrets"] == 1)
            let look = await site.post("/secrets/TOKEN/remove", ["dry_run": true], as: .admin)
            #expect(look.status == .ok && site.backend.secrets.value(of: "TOKEN") == Self.value)
            let removed = await site.post("/secrets/TOKEN/remove", as: .admin)
            #expect(removed.status == .ok && site.backend.secrets.value(of: "TOKEN") == nil)
            let again = await site.post("/secrets/TOKEN/remove", as: .admin)
            #expect(again.status == .notFound && again.code == "unknown_secret")
            for answer in [set, list, resealed, look, removed, again] {
                let text = answer.json.text(.compact)
                #expect(!text.contains(Self.value) && !text.contains("given-value"))
            }
        }
    }

    @Test func `what is not a name or a value is refused without repeating the value`() async throws {
        try await Site.open { site in
            let bodies: [JSON] = [
                ["name": "token", "value": .string(Self.value)], ["value": .string(Self.value)], ["name": "TOKEN"], ["name": "TOKEN", "value": ""],
                ["name": "TOKEN", "value": [.string(Self.value)]], ["name": "TOKEN", "value": .string(Self.value), "valu": 1],
                ["name": "TOKEN", "value": .string(String(repeating: Self.value, count: 4000))],
            ]
            for body in bodies {
                let answer = await site.post("/secrets", body, as: .admin)
                #expect(answer.status == .badRequest, "\(answer.json)")
                #expect(!answer.json.text(.compact).contains(Self.value))
            }
            #expect(site.backend.secrets.entries.isEmpty)
        }
    }

    @Test func `what the environment gives is told to win over what is sealed`() async throws {
        try await Site.open { site in
            let set = await site.post("/secrets", ["name": "GIVEN", "value": "other"], as: .admin)
            #expect(set.json["state"] == "environment" && set.json["sealed"] == true)
            #expect(site.backend.secrets.value(of: "GIVEN") == "given-value")
        }
    }
}
