import CivilTime
import Hummingbird
import HummingbirdCore

/// The query of a request; each value is checked as it is read.
struct Query {
    private let values: FlatDictionary<Substring, Substring>

    init(_ request: Request) { values = request.uri.queryParameters }

    func service() throws(DemoError) -> String {
        guard let service = values["service"] else { throw .badRequest("the query must name a service: ?service=\(Fleet.services[0])") }
        guard Fleet.services.contains(String(service)) else { throw Self.unknown(String(service)) }
        return String(service)
    }

    func duration(_ name: String, default usual: Duration, upTo longest: Duration) throws(DemoError) -> Duration {
        guard let text = values[name[...]] else { return usual }
        guard let duration = try? Duration(text: String(text)), duration >= .seconds(1), duration <= longest else {
            throw .badRequest("\"\(name)\" must be a duration from 1s to \(longest.text), such as 5m; it is \(String(text).debugDescription)")
        }
        return duration
    }

    func whole(_ name: String, default usual: Int) throws(DemoError) -> Int {
        guard let text = values[name[...]] else { return usual }
        guard let number = Int(text), number >= 0 else {
            throw .badRequest("\"\(name)\" must be an integer from 0; it is \(String(text).debugDescription)")
        }
        return number
    }

    static func unknown(_ service: String) -> DemoError {
        .notFound("no service \(service.debugDescription); there are " + Fleet.services.joined(separator: ", "))
    }
}
