import JSON

/// Arguments of a tool that a stateless request repeats in headers: properties of the tool's input schema with `x-mcp-header: NAME` come as
/// `Mcp-Param-NAME`, too, so that whoever routes requests can judge them. They have to agree with the body, as all routing headers have.
struct ParameterHeaders: Sendable {
    private struct Parameter {
        var path: [String]
        var name: String
    }

    private let parameters: [Parameter]

    /// Only properties that are reached by `properties` alone count, and of those only texts, integers and booleans; a name that is no token
    /// (RFC 9110, section 5.6.2) or that is given twice is the tool's mistake, and not checked.
    init(of schema: JSON) {
        var found: [Parameter] = []
        Self.collect(schema, [], &found)
        let counts = Dictionary(grouping: found) { $0.name.lowercased() }
        parameters = found.filter { Self.isToken($0.name) && counts[$0.name.lowercased()]?.count == 1 }
    }

    /// Throws `headerMismatch`. A parameter that is missing or null needs no header, and its header is not looked at.
    func check(_ request: EndpointRequest, _ arguments: JSON) throws(MCPError) {
        for parameter in parameters {
            let value = parameter.path.reduce(JSON?.some(arguments)) { $0?[$1] }
            guard let value, !value.isNull else { continue }
            let header = "Mcp-Param-\(parameter.name)"
            let place = "params.arguments.\(parameter.path.joined(separator: "."))"
            guard let text = request[header] else { throw .headerMismatch("the header \(header) is missing; \(place) is repeated in it") }
            guard let decoded = RoutingHeaders.decoded(text), Self.agree(decoded, value) else {
                throw .headerMismatch("the header \(header) is \(text.debugDescription), \(place) \(value.excerpt(120))")
            }
        }
    }

    private static func collect(_ schema: JSON, _ path: [String], _ found: inout [Parameter]) {
        for (key, property) in schema["properties"]?.object ?? [:] {
            let place = path + [key]
            if let name = property["x-mcp-header"]?.string, ["string", "integer", "boolean"].contains(property["type"]?.string) {
                found.append(Parameter(path: place, name: name))
            }
            collect(property, place, &found)
        }
    }

    /// Whole numbers are compared as numbers: 42.0 is 42.
    private static func agree(_ text: String, _ value: JSON) -> Bool {
        switch value {
        case .string(let string): text.utf8.elementsEqual(string.utf8)
        case .bool(let flag): text == (flag ? "true" : "false")
        case .int(let number): Double(text) == Double(number) && (Int64(text) ?? number) == number
        case .double(let number): Double(text) == number
        default: false
        }
    }

    private static func isToken(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
            }
        }
    }
}
