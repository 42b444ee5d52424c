/// Text from runs and services may hold anything, also what would steer the terminal it is shown on.
extension String {
    /// The text on one line: line ends and tabs become spaces, other control and direction characters `�`.
    package var harmlessLine: String { harmless { $0 == "\n" || $0 == "\r" || $0 == "\t" ? " " : nil } }

    /// The text with its line ends and tabs; other control and direction characters become `�`.
    package var harmlessText: String { harmless { $0 == "\n" || $0 == "\t" ? $0 : nil } }

    private func harmless(_ known: (Unicode.Scalar) -> Unicode.Scalar?) -> String {
        guard unicodeScalars.contains(where: \.steers) else { return self }
        var result = String.UnicodeScalarView()
        for scalar in unicodeScalars { result.append(scalar.steers ? known(scalar) ?? "\u{FFFD}" : scalar) }
        return String(result)
    }
}

extension Unicode.Scalar {
    /// Controls of both sets, line and paragraph separators, and formats; but not the joiners that emoji and scripts need.
    fileprivate var steers: Bool {
        if value >= 0x20, value < 0x7F { return false }
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: return true
        case .format: return value != 0x200C && value != 0x200D
        default: return false
        }
    }
}
