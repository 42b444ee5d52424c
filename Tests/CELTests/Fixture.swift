import JSON

@testable import CEL

/// What became of a source, for tables.
enum Outcome: Equatable, CustomStringConvertible {
    case json(JSON)
    case failed(EvaluationError.Kind)
    case unparsed(String)

    var description: String {
        switch self {
        case .json(let json): json.text(.compact)
        case .failed(let kind): "error \(kind)"
        case .unparsed(let message): "not parsed: \(message)"
        }
    }
}

/// Evaluates a source over an object whose fields are the variables.
func outcome(_ source: String, _ variables: JSON.Object = [:], profile: Profile = .ratchet) -> Outcome {
    do {
        let expression = try Expression(parsing: source, profile: profile)
        return .json(try expression.evaluate(in: Variables(json: variables)).json())
    } catch let error as EvaluationError {
        return .failed(error.kind)
    } catch {
        return .unparsed("\(error)")
    }
}

/// The message of the error a source ends with, when parsed or when run.
func complaint(_ source: String, _ variables: JSON.Object = [:], profile: Profile = .ratchet) -> String? {
    do {
        let expression = try Expression(parsing: source, profile: profile)
        _ = try expression.evaluate(in: Variables(json: variables))
        return nil
    } catch {
        return "\(error)"
    }
}

func parseError(_ source: String, profile: Profile = .ratchet) -> ParseError? {
    do {
        _ = try Expression(parsing: source, profile: profile)
        return nil
    } catch {
        return error
    }
}

extension Variables {
    init(json: JSON.Object) {
        self.init()
        for (name, value) in json { self[name] = Value(value) }
    }
}

/// Numbers that are the same in every run.
struct Dice {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func roll(_ sides: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(sides))
    }
}
