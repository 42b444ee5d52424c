import JSON

/// Prints measurements as they come.
struct Report {
    let filter: String
    let json: Bool

    func wants(_ name: String) -> Bool { filter.isEmpty || name.contains(filter) }

    /// - Parameters:
    ///   - ratio: the value as a share of the limit or peer that `method` names.
    func add(_ name: String, _ value: Double, _ unit: String, ratio: Double? = nil, method: String) {
        guard wants(name) else { return }
        if json {
            let line: JSON = [
                "name": .string(name), "value": .double(value), "unit": .string(unit), "ratio": ratio.map(JSON.double) ?? .null, "method": .string(method),
            ]
            print(line.text(.compact))
        } else {
            let share = ratio.map { "  ratio \(rounded($0, 3))" } ?? ""
            print("\(name)  \(rounded(value, value < 100 ? 3 : 0)) \(unit)\(share)\n    \(method)")
        }
    }

    private func rounded(_ value: Double, _ digits: Int) -> String {
        let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
        let rounded = (value * scale).rounded() / scale
        return digits == 0 ? String(Int64(rounded)) : String(rounded)
    }
}

/// Sorted samples and their quantiles.
struct Samples {
    private var values: [Double] = []

    init(_ values: [Double] = []) { self.values = values.sorted() }

    func quantile(_ share: Double) -> Double {
        values.isEmpty ? 0 : values[min(values.count - 1, Int(Double(values.count) * share))]
    }
    var median: Double { quantile(0.5) }
}

extension Duration {
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}

/// A folder for one benchmark's files, in the current folder so that the real disk is measured.
enum BenchFolder {
    static func path(_ name: String) -> String { ".build/bench-\(name)" }
}
