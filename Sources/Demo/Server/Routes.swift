import CivilTime
import Hummingbird
import HummingbirdCore
import JSON
import NIOCore

/// What the demo's services answer.
///
/// | request | answer |
/// | --- | --- |
/// | `GET /v1/summary?service=&window=5m` | `{service, window, at, requests, errors, p99_ms, cpu, memory}` |
/// | `GET /v1/detail?service=&window=30m` | `{service, window, at, step, series: [{at, requests, errors, p99_ms}], endpoints: [...]}` |
/// | `GET /v1/deploys?service=&since=24h&limit=20` | `{deploys: [{id, at, author, title, diff}]}`, newest first |
/// | `POST /channel/messages` `{text}` | `{id, at, text, key}`; the same `Idempotency-Key` posts once |
/// | `GET /channel/messages?after=0` | `{messages: [{id, at, text, key}]}`, oldest first |
/// | `GET /ledger?after=0&limit=` | `{count, entries: [{number, at, method, path, idempotency_key, headers}]}` |
/// | `POST /faults` `{path, kind, count, status, delay_ms}` | the fault that now waits |
/// | `DELETE /faults` | `{}`; none waits any more |
///
/// A window is at most six hours, `since` at most 30 days.
struct Routes: Sendable {
    static let largestBody = 256 * 1024

    let fleet: Fleet
    let channel: ChatChannel
    let ledger: Ledger
    let faults: Faults

    func answer(to request: Request, at now: Instant) async throws -> JSON {
        let query = Query(request)
        switch (request.method, request.uri.path) {
        case (.get, "/v1/summary"): return try summary(query, now)
        case (.get, "/v1/detail"): return try detail(query, now)
        case (.get, "/v1/deploys"): return try deploys(query, now)
        case (.post, "/channel/messages"): return try await post(request, now)
        case (.get, "/channel/messages"): return ["messages": .array(await channel.messages(after: try query.whole("after", default: 0)).map(\.json))]
        case (.get, "/ledger"): return try entries(query)
        case (.post, "/faults"): return try await add(request)
        case (.delete, "/faults"):
            faults.removeAll()
            return [:]
        case (let method, let path): throw DemoError.notFound("the demo service has no \(method.rawValue) \(path)")
        }
    }

    private func summary(_ query: Query, _ now: Instant) throws(DemoError) -> JSON {
        let service = try query.service()
        let window = try query.duration("window", default: .seconds(300), upTo: Self.longestWindow)
        guard let metrics = fleet.metrics(of: service, window: window, at: now) else { throw Query.unknown(service) }
        return metrics.json
    }

    private func detail(_ query: Query, _ now: Instant) throws(DemoError) -> JSON {
        let service = try query.service()
        let window = try query.duration("window", default: .seconds(1800), upTo: Self.longestWindow)
        guard let detail = fleet.detail(of: service, window: window, at: now) else { throw Query.unknown(service) }
        return detail.json
    }

    private func deploys(_ query: Query, _ now: Instant) throws(DemoError) -> JSON {
        let service = try query.service()
        let since = try query.duration("since", default: .seconds(24 * 3600), upTo: .seconds(30 * 24 * 3600))
        let limit = try query.whole("limit", default: 20)
        guard let deploys = fleet.deploys(of: service, since: since, limit: limit, at: now) else { throw Query.unknown(service) }
        return ["deploys": .array(deploys.map(\.json))]
    }

    private func post(_ request: Request, _ now: Instant) async throws -> JSON {
        guard let text = try await body(of: request)["text"]?.string, !text.isEmpty else {
            throw DemoError.badRequest("a message is an object with a \"text\" that is not empty")
        }
        return try await channel.post(text, key: request.idempotencyKey, at: now).json
    }

    private func add(_ request: Request) async throws -> JSON {
        let fault = try Fault(try await body(of: request))
        faults.add(fault)
        return fault.json
    }

    private func entries(_ query: Query) throws(DemoError) -> JSON {
        let entries = ledger.entries(after: try query.whole("after", default: 0), limit: try query.whole("limit", default: .max))
        return ["count": .int(Int64(ledger.count)), "entries": .array(entries.map(\.json))]
    }

    /// A body that is too large is read to its end all the same, so that the caller gets to see the answer.
    private func body(of request: Request) async throws -> JSON {
        var bytes: [UInt8] = []
        var count = 0
        for try await part in request.body {
            count += part.readableBytes
            if count <= Self.largestBody { bytes += part.readableBytesView }
        }
        guard count <= Self.largestBody else { throw DemoError.badRequest("the body has \(count) bytes; at most \(Self.largestBody) are taken") }
        do {
            return try JSON(parsing: bytes)
        } catch {
            throw DemoError.badRequest("the body is not JSON: \(error)")
        }
    }

    private static let longestWindow = Duration.seconds(6 * 3600)
}
