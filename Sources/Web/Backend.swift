import CivilTime
import Engine
import Loops
import Registry
import Store
import Workspace

/// The parts of the server that routes work on.
struct Backend: Sendable {
    let engine: Engine
    let registry: Registry
    let scheduler: Scheduler
    let store: any Store
    let settings: @Sendable () -> Settings
    let info: ServerInfo
    let time: any TimeSource
    let endings: RunEndings
    let events: EventLog
    let liveChanges: LiveChanges
    let secrets: SecretStore

    var now: Instant { time.now() }
}
