/// A pattern as instructions of a nondeterministic automaton (Thompson's construction).
struct Program: Sendable {
    /// `scalar` and `set` consume one scalar; after them and after `assertion` the next instruction follows.
    enum Instruction: Sendable {
        case scalar(UInt32)
        case set(Int)
        case assertion(Assertion)
        case jump(Int)
        case split(Int, Int)
        case match
    }

    private(set) var instructions: [Instruction] = []
    private(set) var sets: [ScalarSet] = []
    /// True when a match can only begin at the start of the text.
    private(set) var anchored = false
    /// The ASCII characters a match can begin with; nil when the pattern also matches the empty text.
    private(set) var first: ASCIISet?

    /// The most instructions: counted repetition is spelt out, so it needs a bound.
    static let largest = 10_000

    init(_ syntax: Syntax) throws(PatternError) {
        try emit(syntax)
        try append(.match)
        anchored = Self.beginsAtStart(syntax)
        first = firstCharacters()
    }

    private mutating func append(_ instruction: Instruction) throws(PatternError) {
        guard instructions.count < Self.largest else { throw PatternError(reason: .tooLarge(limit: Self.largest), offset: 0) }
        instructions.append(instruction)
    }

    private mutating func emit(_ syntax: Syntax) throws(PatternError) {
        switch syntax {
        case .set(let set):
            if let scalar = set.single {
                try append(.scalar(scalar))
            } else {
                sets.append(set)
                try append(.set(sets.count - 1))
            }
        case .assertion(let assertion): try append(.assertion(assertion))
        case .sequence(let items): for item in items { try emit(item) }
        case .choice(let branches): try emit(choice: branches)
        case .repeated(let item, let least, let most): try emit(item, least: least, most: most)
        }
    }

    private mutating func emit(choice branches: [Syntax]) throws(PatternError) {
        var ends: [Int] = []
        for branch in branches.dropLast() {
            let split = instructions.count
            try append(.split(split + 1, 0))
            try emit(branch)
            ends.append(instructions.count)
            try append(.jump(0))
            instructions[split] = .split(split + 1, instructions.count)
        }
        if let last = branches.last { try emit(last) }
        for end in ends { instructions[end] = .jump(instructions.count) }
    }

    private mutating func emit(_ item: Syntax, least: Int, most: Int?) throws(PatternError) {
        for _ in 0..<least {
            let before = instructions.count
            try emit(item)
            if instructions.count == before { return }
        }
        guard let most else {
            let split = instructions.count
            try append(.split(split + 1, 0))
            try emit(item)
            try append(.jump(split))
            instructions[split] = .split(split + 1, instructions.count)
            return
        }
        var splits: [Int] = []
        for _ in least..<most {
            splits.append(instructions.count)
            try append(.split(instructions.count + 1, 0))
            try emit(item)
        }
        for split in splits { instructions[split] = .split(split + 1, instructions.count) }
    }

    private static func beginsAtStart(_ syntax: Syntax) -> Bool {
        switch syntax {
        case .assertion(.textStart): true
        case .assertion, .set: false
        case .sequence(let items): items.first.map(beginsAtStart) ?? false
        case .choice(let branches): branches.allSatisfy(beginsAtStart)
        case .repeated(let item, let least, _): least > 0 && beginsAtStart(item)
        }
    }

    private func firstCharacters() -> ASCIISet? {
        var result = ASCIISet()
        var seen = Set<Int>()
        var open = [0]
        while let at = open.popLast() {
            guard seen.insert(at).inserted else { continue }
            switch instructions[at] {
            case .scalar(let scalar): if scalar < 128 { result.insert(scalar) }
            case .set(let index): result.formUnion(sets[index].ascii)
            case .assertion: open.append(at + 1)
            case .jump(let to): open.append(to)
            case .split(let a, let b): open += [a, b]
            case .match: return nil
            }
        }
        return result
    }
}
