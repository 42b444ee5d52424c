/// An HTTP request to the endpoint, whatever server it came through.
package struct EndpointRequest: Sendable {
    package var method: String
    /// Without the query.
    package var path: String
    /// In the order they came, `Host` among them.
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]

    package init(method: String, path: String, headers: [(name: String, value: String)], body: [UInt8] = []) {
        self.method = method
        self.path = path
        self.headers = headers
        self.body = body
    }

    /// The value of a header, without white space around it; nil when it is missing. Given twice with different values, it is empty: no
    /// rule of the protocol is fulfilled by that.
    package subscript(name: String) -> String? {
        let values = headers.filter { $0.name.lowercased() == name.lowercased() }.map { trimmed($0.value) }
        guard let first = values.first else { return nil }
        return values.allSatisfy { $0 == first } ? first : ""
    }

    /// Whether the client says it takes this type. One that says nothing takes everything.
    func accepts(_ type: String) -> Bool {
        guard let accept = self["accept"] else { return true }
        let family = type.prefix { $0 != "/" } + "/*"
        return accept.lowercased().split(separator: ",").contains { range in
            let name = trimmed(String(range.prefix { $0 != ";" }))
            return name == type || name == family || name == "*/*"
        }
    }
}

private func trimmed(_ text: String) -> String {
    func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" }
    let head = text.drop(while: isBlank)
    return String(head.reversed().drop(while: isBlank).reversed())
}
