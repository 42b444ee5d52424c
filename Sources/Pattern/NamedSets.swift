/// The sets with a letter (`\d`) or a POSIX name (`[:alpha:]`). All of them are ASCII, as in RE2; `\s` has the vertical tab too.
enum NamedSets {
    /// The ranges of `\d`, `\w`, `\s` and of their complements; nil for another letter.
    static func ranges(forEscape letter: Unicode.Scalar) -> [ScalarSet.Range]? {
        switch letter {
        case "d": digit
        case "D": ScalarSet.complement(of: digit)
        case "w": word
        case "W": ScalarSet.complement(of: word)
        case "s": space
        case "S": ScalarSet.complement(of: space)
        default: nil
        }
    }

    static func ranges(forPOSIX name: String) -> [ScalarSet.Range]? {
        switch name {
        case "alnum": digit + letter
        case "alpha": letter
        case "ascii": [0x00...0x7F]
        case "blank": [0x09...0x09, 0x20...0x20]
        case "cntrl": [0x00...0x1F, 0x7F...0x7F]
        case "digit": digit
        case "graph": [0x21...0x7E]
        case "lower": [0x61...0x7A]
        case "print": [0x20...0x7E]
        case "punct": [0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E]
        case "space": space
        case "upper": [0x41...0x5A]
        case "word": word
        case "xdigit": [0x30...0x39, 0x41...0x46, 0x61...0x66]
        default: nil
        }
    }

    private static let digit: [ScalarSet.Range] = [0x30...0x39]
    private static let letter: [ScalarSet.Range] = [0x41...0x5A, 0x61...0x7A]
    private static let word: [ScalarSet.Range] = [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A]
    private static let space: [ScalarSet.Range] = [0x09...0x0D, 0x20...0x20]
}
