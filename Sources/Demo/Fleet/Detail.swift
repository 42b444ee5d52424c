package import CivilTime
package import JSON

/// What is behind a service's metrics: how they came about over the window, and which endpoints they come from.
package struct Detail: Sendable, Hashable {
    /// The numbers of `step` from `at` on.
    package struct Point: Sendable, Hashable {
        package let at: Instant
        package let requests: Int
        package let errors: Int
        package let p99Milliseconds: Int
    }

    package struct Endpoint: Sendable, Hashable {
        package let name: String
        package let requests: Int
        package let errors: Int
        package let p99Milliseconds: Int
    }

    package let service: String
    package let window: Duration
    package let at: Instant
    /// A minute; five seconds for windows under ten minutes.
    package let step: Duration
    /// Oldest first; the first one is shorter where the window is no multiple of the step.
    package let series: [Point]
    package let endpoints: [Endpoint]

    package var json: JSON {
        [
            "service": .string(service), "window": .string(window.text), "at": .string(at.rfc3339), "step": .string(step.text),
            "series": .array(series.map(\.json)), "endpoints": .array(endpoints.map(\.json)),
        ]
    }
}

extension Detail.Point {
    init(at: Instant, _ tally: Tally) {
        self.init(at: at, requests: tally.wholeRequests, errors: tally.wholeErrors, p99Milliseconds: tally.p99Milliseconds)
    }

    package var json: JSON {
        [
            "at": .string(at.rfc3339), "requests": .int(Int64(requests)), "errors": .int(Int64(errors)), "p99_ms": .int(Int64(p99Milliseconds)),
        ]
    }
}

extension Detail.Endpoint {
    init(name: String, _ tally: Tally) {
        self.init(name: name, requests: tally.wholeRequests, errors: tally.wholeErrors, p99Milliseconds: tally.p99Milliseconds)
    }

    package var json: JSON {
        [
            "endpoint": .string(name), "requests": .int(Int64(requests)), "errors": .int(Int64(errors)), "p99_ms": .int(Int64(p99Milliseconds)),
        ]
    }
}
