import CivilTime
import Hummingbird
import HummingbirdCore
import JSON
import NIOCore

/// Writes each request down, then lets it meet its fault or answers it.
struct Responder: HTTPResponder {
    /// The connection a request came on.
    struct Context: InitializableFromSource {
        let connection: any Channel
        init(source: ApplicationRequestContextSource) { connection = source.channel }
    }

    let routes: Routes
    let ledger: Ledger
    let faults: Faults
    let now: @Sendable () -> Instant

    func respond(to request: Request, context: Context) async throws -> Response {
        let path = request.uri.path
        // What tests ask of the demo itself is neither recorded nor disturbed.
        guard path != "/ledger", path != "/faults" else { return await answer(to: request) }
        record(request)
        guard let fault = faults.take(for: path) else { return await answer(to: request) }
        return try await fault.respond(to: request, on: context.connection) { await answer(to: request) }
    }

    private func answer(to request: Request) async -> Response {
        do {
            return Response(json: try await routes.answer(to: request, at: now()))
        } catch let error as DemoError {
            return Response(error: error)
        } catch {
            return Response(error: .badRequest("the body could not be read: \(error)"))
        }
    }

    private func record(_ request: Request) {
        let fields = request.headers.map { (name: $0.name.canonicalName, value: $0.value) }
        ledger.record(
            at: now(), method: request.method.rawValue, path: request.uri.string, idempotencyKey: request.idempotencyKey,
            headers: Dictionary(fields.filter { $0.name.hasPrefix("x-ratchet-") }.map { ($0.name, $0.value) }) { first, _ in first })
    }
}

extension Request {
    var idempotencyKey: String? { headers.first { $0.name.canonicalName == "idempotency-key" }?.value }
}

extension Response {
    init(status: HTTPResponse.Status = .ok, json: JSON) {
        let body = ResponseBody(byteBuffer: ByteBuffer(bytes: json.bytes(.compact)))
        self.init(status: status, headers: [.contentType: "application/json"], body: body)
    }

    init(error: DemoError) {
        let status: HTTPResponse.Status =
            switch error {
            case .badRequest: .badRequest
            case .notFound: .notFound
            case .cannotListen, .channelFile: .internalServerError
            }
        self.init(status: status, json: ["error": .string("\(error)")])
    }
}
