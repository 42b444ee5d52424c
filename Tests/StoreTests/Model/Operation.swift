/// One operation of a random history. Its numbers are drawn blindly and get their meaning from the model's state, so that any
/// part of a history is a history.
struct Operation: Equatable, CustomStringConvertible {
    enum Kind: String, CaseIterable {
        case start, call, cancel, terminate, pause, resume, stand, ask, await, park, take, giveUp, step, hear, end, abandonChild
        case answer, emit, emitFrom, tick, claim, drive, crash, stale
    }

    /// How often each kind comes up.
    private static let weights: [(Kind, Int)] = [
        (.start, 16), (.call, 8), (.cancel, 6), (.terminate, 2), (.pause, 5), (.resume, 5), (.stand, 3), (.ask, 8), (.await, 8),
        (.park, 14), (.take, 6), (.giveUp, 4), (.step, 4), (.hear, 3),
        (.end, 9), (.abandonChild, 2), (.answer, 6), (.emit, 5), (.emitFrom, 2), (.tick, 8), (.claim, 12), (.drive, 8), (.crash, 5), (.stale, 3),
    ]
    private static let sum = weights.reduce(0) { $0 + $1.1 }

    var kind: Kind
    /// Which run.
    var run: Int
    /// Anything else the kind needs, low bits first.
    var detail: Int

    init(_ dice: inout Dice) {
        var drawn = Int(dice.next() % UInt64(Self.sum))
        kind = .tick
        for (candidate, weight) in Self.weights {
            drawn -= weight
            if drawn < 0 {
                kind = candidate
                break
            }
        }
        let word = dice.next()
        run = Int(word & 0xffff)
        detail = Int((word >> 16) & 0xffff_ffff)
    }

    /// A part of the detail: a number below `count`, from the bits at `position`.
    func part(_ position: Int, below count: Int) -> Int { (detail >> (position * 4)) % count }

    var description: String { "\(kind.rawValue)(\(run), \(detail))" }
}
