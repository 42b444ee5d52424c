import CEL
import JSON

/// What is known of the value of a template before it is evaluated.
indirect enum Shape {
    case literal(JSON)
    /// One expression's value.
    case value(CELType)
    /// Text with expressions in it.
    case text
    case array([Shape])
    case object([(key: String, shape: Shape)])

    var type: CELType {
        switch self {
        case .literal(let json): CELType(of: json)
        case .value(let type): type
        case .text: .string
        case .array(let members): .list(CELType.joined(members.map(\.type)))
        case .object(let members): .record(Dictionary(members.map { ($0.key, $0.shape.type) }) { $1 })
        }
    }
}
