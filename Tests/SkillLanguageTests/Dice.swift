import JSON

/// Random numbers that are the same in every run, and what tests do with them.
struct Dice {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func below(_ limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(max(limit, 1)))
    }

    /// The value with one place in it replaced, removed or doubled.
    mutating func damaged(_ json: JSON) -> JSON {
        if below(6) == 0 { return replacement() }
        switch json {
        case .array(var items) where !items.isEmpty:
            let at = below(items.count)
            switch below(8) {
            case 0: items.remove(at: at)
            case 1: items.append(items[at])
            default: items[at] = damaged(items[at])
            }
            return .array(items)
        case .object(var object) where !object.isEmpty:
            let key = object.keys[below(object.count)]
            switch below(12) {
            case 0: object[key] = nil
            case 1: object[key + "x"] = object[key]
            default: object[key] = damaged(object[key] ?? .null)
            }
            return .object(object)
        case .string(let text): return below(2) == 0 ? .string(String(text.dropLast(below(text.count)))) : replacement()
        default: return replacement()
        }
    }

    private mutating func replacement() -> JSON {
        let values: [JSON] = [
            .null, true, -1, 1.5e300, "", "${", "${}", "${steps.fetch}", "${secrets}", "${steps.?x.?y}", "a && b", [], [:], [[]], "\u{0}",
            ["type": "object"], [["id": "fetch", "call": "echo"]], "skill:good@^1", "${[1, 2].map(x, x / x)}", "$${", ["$ref": "#"],
        ]
        return values[below(values.count)]
    }
}
