import JSON
import Testing
import Workspace

@testable import Web

@Suite(.timeLimit(.minutes(1))) struct RateTests {
    private func status(_ site: Site, _ token: Token, remote: String = "127.0.0.1") async -> Answer {
        var head = Site.head("GET", "/status", as: nil)
        head.authorization = "Bearer \(token.text)"
        head.remote = remote
        return await site.api.answer(head) { [] }
    }

    private static func token(_ byte: UInt8) -> Token { Token(random: [UInt8](repeating: byte, count: 32)) }

    @Test func `a token over its rate is told when to come back, and no other token is`() async throws {
        try await Site.open { site in
            let token = Self.token(77)
            let made = await site.post(
                "/tokens", ["name": "kim", "scope": "viewer", "hash": .string(token.hash), "rate_per_minute": 30], as: .admin)
            #expect(made.status == .created && made.json["rate_per_minute"] == 30, "\(made.json)")
            for _ in 0..<5 { #expect(await status(site, token).status == .ok) }
            let refused = await status(site, token)
            #expect(refused.status == .tooMany && refused.code == "rate_limited" && refused.header("Retry-After") == "2", "\(refused)")
            #expect(refused.message.contains("30 times a minute"))
            #expect(await status(site, token, remote: "10.0.0.9").status == .tooMany, "wherever it is used")
            #expect(await status(site, Site.token(.viewer)).status == .ok)
            site.time.advance(by: .milliseconds(1999))
            #expect(await status(site, token).status == .tooMany)
            site.time.advance(by: .milliseconds(1))
            #expect(await status(site, token).status == .ok)
            #expect(await status(site, token).status == .tooMany)
        }
    }

    @Test(arguments: Scope.allCases) func `a token without a rate has that of its scope`(scope: Scope) async throws {
        try await Site.open { site in
            let token = Self.token(78)
            let made = await site.post("/tokens", ["name": "kim", "scope": .string(scope.rawValue), "hash": .string(token.hash)], as: .admin)
            #expect(made.json["rate_per_minute"]?.int == Int64(scope.requestsPerMinute))
            guard scope == .agent else { return }
            for _ in 0..<(scope.requestsPerMinute / 6) { #expect(await status(site, token).status == .ok) }
            #expect(await status(site, token).status == .tooMany)
        }
    }

    @Test(arguments: [0, -1, 600_001] as [Int64]) func `a rate that is none is refused`(rate: Int64) async throws {
        try await Site.open { site in
            let body: JSON = ["name": "kim", "scope": "viewer", "hash": .string(Self.token(79).hash), "rate_per_minute": .int(rate)]
            #expect(await site.post("/tokens", body, as: .admin).status == .badRequest)
        }
    }

    @Test func `guessing is slow, and does not lock out who was there before`() async throws {
        try await Site.open { site in
            #expect(await status(site, Site.token(.admin)).status == .ok)
            for byte in 100..<110 as Range<UInt8> { #expect(await status(site, Self.token(byte)).status == .unauthorized) }
            let refused = await status(site, Self.token(110))
            #expect(refused.status == .tooMany && refused.code == "too_many_wrong_tokens" && refused.header("Retry-After") == "1")
            #expect(await status(site, Site.token(.viewer)).status == .tooMany, "a right guess is not told apart")
            #expect(await status(site, Site.token(.admin)).status == .ok)
            #expect(await status(site, Site.token(.viewer), remote: "10.0.0.9").status == .ok)
            site.time.advance(by: .seconds(1))
            #expect(await status(site, Site.token(.viewer)).status == .ok)
        }
    }
}
