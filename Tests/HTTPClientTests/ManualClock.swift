import Synchronization

@testable import HTTPClient

/// A clock that moves when it is told to.
final class ManualClock: Sendable {
    private let instant = Mutex(ContinuousClock.now)

    var options: Client.Options {
        var options = Client.Options()
        options.clock = { self.instant.withLock { $0 } }
        return options
    }

    func advance(by duration: Duration) { instant.withLock { $0 += duration } }
}
