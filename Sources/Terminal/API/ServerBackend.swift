import HTTPClient
package import JSON
import Synchronization
package import Tools

/// The server of a workspace over HTTP, looked for anew at every call: it may not be up yet, and comes back at another port.
package final class ServerBackend: Backend {
    private struct Connection {
        let place: BackendPlace
        let api: APIClient
    }

    private let place: @Sendable () throws(BackendFailure) -> BackendPlace
    private let connection = Mutex<Connection?>(nil)

    /// - Parameter place: where the server is now.
    package init(place: @escaping @Sendable () throws(BackendFailure) -> BackendPlace) { self.place = place }

    package func get(_ path: [String], _ query: [(name: String, value: String)]) async throws(BackendFailure) -> JSON {
        let api = try api()
        do throws(APIFailure) {
            return try await api.get(path, query.map { ($0.name, $0.value) })
        } catch {
            throw BackendFailure(error)
        }
    }

    package func post(_ path: [String], _ body: JSON) async throws(BackendFailure) -> JSON {
        let api = try api()
        do throws(APIFailure) { return try await api.post(path, body, accepting: [422]) } catch { throw BackendFailure(error) }
    }

    /// The client for where the server is now; the same as before when it is where it was.
    private func api() throws(BackendFailure) -> APIClient {
        let place = try place()
        if let known = connection.withLock({ $0 }), known.place == place { return known.api }
        do throws(APIFailure) {
            let api = try APIClient(base: place.url, token: place.token, folder: place.folder)
            connection.withLock { $0 = Connection(place: place, api: api) }
            return api
        } catch {
            throw BackendFailure(error)
        }
    }
}

extension BackendFailure {
    init(_ failure: APIFailure) {
        switch failure {
        case .refused(let refusal):
            self = .refused(status: refusal.status, code: refusal.code, message: refusal.message, findings: refusal.findings)
        case .noServer, .noToken, .unreachable, .unusable: self = .unavailable("\(failure)")
        }
    }
}
