#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Where text is shown: how wide it is and whether it has colours.
package struct Screen: Sendable, Hashable {
    package let width: Int
    /// Whether a person looks on, so that a line may be drawn again.
    package let isTerminal: Bool
    package let hasColour: Bool

    /// A file or a pipe.
    package static let plain = Screen(width: 100)

    package init(width: Int, isTerminal: Bool = false, hasColour: Bool = false) {
        self.width = width
        self.isTerminal = isTerminal
        self.hasColour = hasColour
    }

    /// What a descriptor leads to. The width is the terminal's (`TIOCGWINSZ`), else that of `COLUMNS`, else 100. Colours need a terminal
    /// that is not `TERM=dumb` and an absent or empty `NO_COLOR` (no-color.org).
    package init(descriptor: Int32, environment: [String: String]) {
        isTerminal = isatty(descriptor) == 1
        let told = environment["COLUMNS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
        width = Self.columns(of: descriptor) ?? told ?? Self.plain.width
        hasColour = isTerminal && environment["TERM"] != "dumb" && (environment["NO_COLOR"] ?? "").isEmpty
    }

    private static func columns(of descriptor: Int32) -> Int? {
        var size = winsize()
        return ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : nil
    }
}

/// What a piece of text says about the thing it names.
package enum Tone: Int, Sendable, Hashable {
    case good = 32
    case bad = 31
    case caution = 33
    case active = 36
    case faint = 2
    case strong = 1
}

extension Screen {
    /// The text in the tone's colour, where there are colours (ECMA-48 SGR).
    package func paint(_ text: String, _ tone: Tone?) -> String {
        guard let tone, hasColour, !text.isEmpty else { return text }
        return "\u{1B}[\(tone.rawValue)m\(text)\u{1B}[0m"
    }
}
