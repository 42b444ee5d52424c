import JSON

/// The same document with other orders of the keys where their order says nothing: not in free maps, which are the author's.
extension Dice {
    mutating func shuffled(_ document: JSON) -> JSON {
        changed(document) { dice, key, value in
            switch key {
            case "input", "output", "config": dice.schema(value)
            case "permits", "limits", "concurrency": dice.changed(value) { $2 }
            case "steps", "finally": dice.steps(value)
            case "tests": .array((value.array ?? []).map { dice.test($0) })
            default: value
            }
        }
    }

    /// The object's keys in any order, and its values changed.
    private mutating func changed(_ json: JSON, _ change: (inout Dice, String, JSON) -> JSON) -> JSON {
        guard let object = json.object else { return json }
        var members = Array(object)
        for place in members.indices.reversed() { members.swapAt(place, below(place + 1)) }
        return .object(JSON.Object(members.map { ($0, change(&self, $0, $1)) }))
    }

    /// The keys as they are.
    private mutating func values(_ json: JSON, _ change: (inout Dice, JSON) -> JSON) -> JSON {
        guard let object = json.object else { return json }
        return .object(JSON.Object(object.map { ($0, change(&self, $1)) }))
    }

    private mutating func schema(_ json: JSON) -> JSON {
        changed(json) { dice, key, value in
            switch key {
            case "properties": dice.values(value) { $0.schema($1) }
            case "items": dice.schema(value)
            default: value
            }
        }
    }

    private mutating func steps(_ json: JSON) -> JSON {
        guard let items = json.array else { return json }
        return .array(items.map { step($0) })
    }

    private mutating func step(_ json: JSON) -> JSON {
        changed(json) { dice, key, value in
            switch key {
            case "do": dice.steps(value)
            case "each", "repeat", "fail", "retry": dice.clause(value)
            case "catch": .array((value.array ?? []).map { dice.clause($0) })
            case "parallel": dice.changed(value) { dice, key, value in key == "branches" ? dice.values(value) { $0.steps($1) } : value }
            case "switch":
                dice.changed(value) { dice, key, value in
                    key == "cases" ? .array((value.array ?? []).map { dice.clause($0) }) : key == "else" ? dice.steps(value) : value
                }
            case "with" where ["http", "llm"].contains(json["call"]?.string):
                dice.changed(value) { dice, key, value in key == "output" ? dice.schema(value) : value }
            default: value
            }
        }
    }

    private mutating func clause(_ json: JSON) -> JSON {
        changed(json) { dice, key, value in key == "steps" ? dice.steps(value) : value }
    }

    private mutating func test(_ json: JSON) -> JSON {
        changed(json) { dice, key, value in key == "expect" ? dice.changed(value) { $2 } : value }
    }
}
