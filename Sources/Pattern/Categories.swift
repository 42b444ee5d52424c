/// Unicode general categories, for `\p{...}`. The thirty of them divide all scalars.
struct Categories: OptionSet, Sendable {
    let rawValue: UInt32

    init(rawValue: UInt32) { self.rawValue = rawValue }

    init(_ category: Unicode.GeneralCategory) {
        let bit: UInt32 =
            switch category {
            case .uppercaseLetter: 0
            case .lowercaseLetter: 1
            case .titlecaseLetter: 2
            case .modifierLetter: 3
            case .otherLetter: 4
            case .nonspacingMark: 5
            case .spacingMark: 6
            case .enclosingMark: 7
            case .decimalNumber: 8
            case .letterNumber: 9
            case .otherNumber: 10
            case .connectorPunctuation: 11
            case .dashPunctuation: 12
            case .openPunctuation: 13
            case .closePunctuation: 14
            case .initialPunctuation: 15
            case .finalPunctuation: 16
            case .otherPunctuation: 17
            case .mathSymbol: 18
            case .currencySymbol: 19
            case .modifierSymbol: 20
            case .otherSymbol: 21
            case .spaceSeparator: 22
            case .lineSeparator: 23
            case .paragraphSeparator: 24
            case .control: 25
            case .format: 26
            case .surrogate: 27
            case .privateUse: 28
            case .unassigned: 29
            @unknown default: 29
            }
        self.init(rawValue: 1 << bit)
    }

    static let all = Categories(rawValue: (1 << 30) - 1)

    var complement: Categories { Categories.all.subtracting(self) }

    /// By short or long name (UAX #44), without regard to case and underscores: `Lu`, `Uppercase_Letter`, `L`, `Letter`.
    init?(named name: String) {
        guard let found = Self.names[name.lowercased().filter { $0 != "_" }] else { return nil }
        self = found
    }

    private static let names: [String: Categories] = {
        let single: [(String, String, Unicode.GeneralCategory)] = [
            ("lu", "uppercaseletter", .uppercaseLetter), ("ll", "lowercaseletter", .lowercaseLetter), ("lt", "titlecaseletter", .titlecaseLetter),
            ("lm", "modifierletter", .modifierLetter), ("lo", "otherletter", .otherLetter), ("mn", "nonspacingmark", .nonspacingMark),
            ("mc", "spacingmark", .spacingMark), ("me", "enclosingmark", .enclosingMark), ("nd", "decimalnumber", .decimalNumber),
            ("nl", "letternumber", .letterNumber), ("no", "othernumber", .otherNumber), ("pc", "connectorpunctuation", .connectorPunctuation),
            ("pd", "dashpunctuation", .dashPunctuation), ("ps", "openpunctuation", .openPunctuation), ("pe", "closepunctuation", .closePunctuation),
            ("pi", "initialpunctuation", .initialPunctuation), ("pf", "finalpunctuation", .finalPunctuation),
            ("po", "otherpunctuation", .otherPunctuation), ("sm", "mathsymbol", .mathSymbol), ("sc", "currencysymbol", .currencySymbol),
            ("sk", "modifiersymbol", .modifierSymbol), ("so", "othersymbol", .otherSymbol), ("zs", "spaceseparator", .spaceSeparator),
            ("zl", "lineseparator", .lineSeparator), ("zp", "paragraphseparator", .paragraphSeparator), ("cc", "control", .control),
            ("cf", "format", .format), ("cs", "surrogate", .surrogate), ("co", "privateuse", .privateUse), ("cn", "unassigned", .unassigned),
        ]
        let groups: [(String, String, [Unicode.GeneralCategory])] = [
            ("l", "letter", [.uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter]),
            ("lc", "casedletter", [.uppercaseLetter, .lowercaseLetter, .titlecaseLetter]),
            ("m", "mark", [.nonspacingMark, .spacingMark, .enclosingMark]),
            ("n", "number", [.decimalNumber, .letterNumber, .otherNumber]),
            ("nd", "digit", [.decimalNumber]),
            (
                "p", "punctuation",
                [
                    .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation, .finalPunctuation,
                    .otherPunctuation,
                ]
            ),
            ("s", "symbol", [.mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol]),
            ("z", "separator", [.spaceSeparator, .lineSeparator, .paragraphSeparator]),
            ("c", "other", [.control, .format, .surrogate, .privateUse, .unassigned]),
        ]
        var names: [String: Categories] = ["any": .all]
        for (short, long, category) in single {
            names[short] = Categories(category)
            names[long] = Categories(category)
        }
        for (short, long, members) in groups {
            let union = members.reduce(into: Categories()) { $0.formUnion(Categories($1)) }
            names[short] = union
            names[long] = union
        }
        return names
    }()
}
