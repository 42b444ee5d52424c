import CEL
import JSON

/// What is known of the value of a template before it is evaluated.
indirect enum Shape {
    case literal(JSON)
    /// One expression's value.
    case value(Known)
    /// Text with expressions in it.
    case text
    case array([Shape])
    case object([(key: String, shape: Shape)])

    var known: Known {
        switch self {
        case .literal(let json): Known(of: json)
        case .value(let known): known
        case .text: Known(.string, .text(nil))
        case .array(let members): (Known.joined(members.map(\.known)) ?? .anything).listed(atMost: members.count)
        case .object(let members): .record(Dictionary(members.map { ($0.key, $0.shape.known) }) { $1 })
        }
    }
}
