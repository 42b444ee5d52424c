package import CivilTime
package import JSON

/// The numbers of one service over a window of time.
package struct Metrics: Sendable, Hashable {
    package let service: String
    /// The window ends at the last full second before `at`.
    package let window: Duration
    package let at: Instant
    package let requests: Int
    package let errors: Int
    package let p99Milliseconds: Int
    /// Shares of what there is, from 0 to 1, in hundredths.
    package let processor: Double
    package let memory: Double

    package var json: JSON {
        [
            "service": .string(service), "window": .string(window.text), "at": .string(at.rfc3339), "requests": .int(Int64(requests)),
            "errors": .int(Int64(errors)), "p99_ms": .int(Int64(p99Milliseconds)), "cpu": .double(processor), "memory": .double(memory),
        ]
    }
}

/// Adds seconds up.
///
/// Percentiles do not add up, but latencies with a tail that falls with the square do: then the 99th percentile of a mixture is the root
/// of the mean of the squares of the parts' percentiles, weighted by requests. A few slow seconds show at once and fade as they leave.
struct Tally: Sendable {
    private var seconds = 0.0
    private var processor = 0.0
    private var memory = 0.0
    private var requests = 0.0
    private var errors = 0.0
    private var squares = 0.0

    mutating func add(requests: Double, errors: Double, p99: Double) {
        self.requests += requests
        self.errors += errors
        squares += requests * p99 * p99
    }

    mutating func add(_ sample: Activity.Sample) {
        seconds += 1
        processor += sample.processor
        memory += sample.memory
        add(requests: sample.requests, errors: sample.errors, p99: sample.p99)
    }

    var wholeRequests: Int { Int(requests.rounded()) }
    var wholeErrors: Int { min(Int(errors.rounded()), wholeRequests) }
    var p99Milliseconds: Int { requests > 0 ? Int((squares / requests).squareRoot().rounded()) : 0 }
    var meanProcessor: Double { mean(processor) }
    var meanMemory: Double { mean(memory) }

    private func mean(_ sum: Double) -> Double { seconds > 0 ? (100 * sum / seconds).rounded() / 100 : 0 }
}
