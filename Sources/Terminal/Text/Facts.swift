/// Labels with what they say, one below the other.
package struct Facts: Sendable {
    private var items: [(label: String, text: String, tone: Tone?)] = []

    package init() {}

    /// Nil and empty texts are left out. A text of several lines stays below its first one.
    package mutating func add(_ label: String, _ text: String?, _ tone: Tone? = nil) {
        guard let text, !text.isEmpty else { return }
        items.append((label, text.harmlessText, tone))
    }

    package func text(on screen: Screen) -> String {
        let width = items.reduce(0) { max($0, $1.label.columns) }
        return items.map { label, text, tone in
            let lines = text.wrapped(to: max(screen.width - width - 4, 20)).enumerated().map { number, part in
                "  " + screen.paint((number == 0 ? label : "").filled(to: width), .faint) + "  " + screen.paint(part, tone)
            }
            return lines.map { $0 + "\n" }.joined()
        }
        .joined()
    }
}
