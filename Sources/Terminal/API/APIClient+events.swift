import HTTPClient
package import JSON

extension APIClient {
    /// An event of the server's stream: its name and what it says.
    package struct Event: Sendable {
        package let name: String
        package let content: JSON
    }

    /// Hands over what runs do as it happens, for as long as the stream lasts; returns at its end, with the id to go on from.
    /// - Parameter lastEventID: where an earlier stream of this server ended; nil to begin with the next event.
    package func follow(
        _ query: [(name: String, value: String?)], from lastEventID: String?, _ take: (Event) async throws -> Bool
    ) async throws -> String? {
        var decoder = EventStreamDecoder(limit: 1 << 20)
        var last = lastEventID
        let response = try await stream(["events", "stream"], query, lastEventID: lastEventID)
        do {
            for try await bytes in response.body {
                for event in try decoder.feed(bytes) {
                    guard let content = try? JSON(parsing: Array(event.data.utf8)) else { continue }
                    if try await !take(Event(name: event.event, content: content)) { return nil }
                }
                if !decoder.lastEventID.isEmpty { last = decoder.lastEventID }
            }
        } catch is HTTPError {
            // Broken off is an end too: what follows is asked for from here.
        }
        return last ?? ""
    }
}
