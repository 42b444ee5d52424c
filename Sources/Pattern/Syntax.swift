/// The syntax tree of a pattern. Groups leave no trace: nothing is captured.
indirect enum Syntax {
    case set(ScalarSet)
    case assertion(Assertion)
    case sequence([Syntax])
    case choice([Syntax])
    case repeated(Syntax, least: Int, most: Int?)
}

/// A condition on a place between two scalars.
enum Assertion: Sendable {
    case textStart, textEnd, lineStart, lineEnd, wordBoundary, noWordBoundary

    /// `before` and `after` are the neighbouring scalars, nil at the ends of the text.
    func holds(before: UInt32?, after: UInt32?) -> Bool {
        switch self {
        case .textStart: before == nil
        case .textEnd: after == nil
        case .lineStart: before == nil || before == 0x0A
        case .lineEnd: after == nil || after == 0x0A
        case .wordBoundary: Self.isWord(before) != Self.isWord(after)
        case .noWordBoundary: Self.isWord(before) == Self.isWord(after)
        }
    }

    private static func isWord(_ scalar: UInt32?) -> Bool {
        guard let scalar else { return false }
        return switch scalar {
        case 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A: true
        default: false
        }
    }
}
