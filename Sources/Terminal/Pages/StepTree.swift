import JSON

/// The entries of a run's journal as a tree of steps: `sweep[2]/ping` lies in `sweep[2]`. Only calls have entries; the steps around them
/// are known from their paths.
struct StepTree: Sendable {
    struct Node: Sendable {
        /// The last part of the path.
        let name: String
        let path: String
        /// Entries of this step's own call, in the order of the journal.
        var entries: [JSON] = []
        var children: [Node] = []
    }

    private(set) var roots: [Node] = []

    init(_ steps: [JSON]) {
        for step in steps {
            let parts = (step.text("path") ?? "").split(separator: "/").map(String.init)
            Self.insert(step, parts[...], above: "", into: &roots)
        }
    }

    /// An entry without a path, such as a request to cancel, is a root of its own.
    private static func insert(_ step: JSON, _ parts: ArraySlice<String>, above: String, into nodes: inout [Node]) {
        guard let name = parts.first else {
            nodes.append(Node(name: "", path: "", entries: [step]))
            return
        }
        let path = above.isEmpty ? name : above + "/" + name
        let place: Int
        if let found = nodes.firstIndex(where: { $0.path == path }) {
            place = found
        } else {
            place = nodes.count
            nodes.append(Node(name: name, path: path))
        }
        if parts.count == 1 {
            nodes[place].entries.append(step)
        } else {
            insert(step, parts.dropFirst(), above: path, into: &nodes[place].children)
        }
    }
}

/// What an entry of the journal tells about a step.
enum StepMark: String, Sendable {
    case done = "✓"
    case failed = "✗"
    case retried = "↻"
    case underWay = "…"
    case late = "~"
    case signal = "!"

    /// - Parameter isLast: whether no later entry of the same step follows.
    init(_ entry: JSON, isLast: Bool) {
        switch entry.text("kind") {
        case "intent": self = .underWay
        case "late": self = .late
        case "cancel_request", "signal": self = .signal
        default: self = entry.value("error") == nil ? .done : isLast ? .failed : .retried
        }
    }

    var tone: Tone {
        switch self {
        case .done: .good
        case .failed: .bad
        case .retried, .signal: .caution
        case .underWay: .active
        case .late: .faint
        }
    }
}
