package import JSON

/// Damage to a document that leaves it JSON: it gets past the parser and reaches the rules behind it.
package enum DocumentMutation {
    /// The value with one place changed: replaced, removed, doubled, renamed, moved, wrapped, or taken from `other`.
    package static func changed(_ value: JSON, from other: JSON, _ dice: inout Dice) -> JSON {
        // Go down as long as there is something below, and act at the place reached.
        switch value {
        case .array(var items) where !items.isEmpty && !dice.chance(12):
            let at = dice.roll(items.count)
            switch dice.roll(14) {
            case 0: items.remove(at: at)
            case 1: items.insert(items[at], at: dice.roll(items.count + 1))
            case 2: items.swapAt(at, dice.roll(items.count))
            case 3: items.append(part(of: other, &dice))
            default: items[at] = changed(items[at], from: other, &dice)
            }
            return .array(items)
        case .object(let object) where !object.isEmpty && !dice.chance(8):
            return .object(changed(object, from: other, &dice))
        case .string(let text) where dice.chance(60): return .string(changed(text, &dice))
        default: return replacement(of: value, from: other, &dice)
        }
    }

    private static func changed(_ object: JSON.Object, from other: JSON, _ dice: inout Dice) -> JSON.Object {
        var object = object
        let key = dice.pick(object.keys)
        let value = object[key] ?? .null
        switch dice.roll(16) {
        case 0: object[key] = nil
        case 1: object[dice.pick(Words.keys)] = value
        case 2:
            object[key] = nil
            object[dice.chance(50) ? dice.pick(Words.keys) : key + "x"] = value
        case 3:
            let second = dice.pick(object.keys)
            (object[key], object[second]) = (object[second], object[key])
        case 4: object[dice.pick(Words.keys)] = part(of: other, &dice)
        default: object[key] = changed(value, from: other, &dice)
        }
        return object
    }

    private static func changed(_ text: String, _ dice: inout Dice) -> String {
        switch dice.roll(6) {
        case 0: return dice.pick(Words.texts)
        case 1: return text + dice.pick(Words.texts)
        case 2: return String(String.UnicodeScalarView(text.unicodeScalars.prefix(dice.roll(text.unicodeScalars.count + 1))))
        case 3: return "${" + text + "}"
        case 4: return String(repeating: text, count: dice.chance(5) ? 200_000 / (text.utf8.count + 100) : 2)
        default:
            var bytes = Array(text.utf8)
            ByteMutation.change(&bytes, from: Array(dice.pick(Words.texts).utf8), &dice)
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    private static func replacement(of value: JSON, from other: JSON, _ dice: inout Dice) -> JSON {
        switch dice.roll(8) {
        case 0: return dice.pick(Words.numbers)
        case 1: return .string(dice.pick(Words.texts))
        case 2: return dice.pick(Words.values)
        case 3: return part(of: other, &dice)
        case 4: return [value]
        case 5: return .object([dice.pick(Words.keys): value])
        case 6:
            var nested = value
            for _ in 0..<dice.roll(dice.chance(5) ? 600 : 20) { nested = dice.chance(50) ? [nested] : .object([dice.pick(Words.keys): nested]) }
            return nested
        default: return dice.chance(50) ? .string(value.excerpt(200)) : .bool(dice.chance(50))
        }
    }

    /// Some value inside of a document, or all of it.
    package static func part(of value: JSON, _ dice: inout Dice) -> JSON {
        if dice.chance(25) { return value }
        return switch value {
        case .array(let items) where !items.isEmpty: part(of: dice.pick(items), &dice)
        case .object(let object) where !object.isEmpty: part(of: dice.pick(object.values), &dice)
        default: value
        }
    }
}
