import CivilTime
import Engine
import Logging
import Loops
import Registry
import ServiceLifecycle
import Workspace

/// The engine as a service: stops taking calls at shutdown and ends when those under way have.
struct EngineService: Service {
    let engine: Engine

    func run() async throws {
        await withGracefulShutdownHandler {
            await engine.run()
        } onGracefulShutdown: {
            engine.stop()
        }
    }
}

/// The scheduler as a service.
struct SchedulerService: Service {
    let scheduler: Scheduler

    func run() async throws {
        await cancelWhenGracefulShutdown { await scheduler.run() }
    }
}

/// Looks twice a second what became of the repository: the live ref, `main`, locks.
struct RepositoryWatch: Service {
    let file: SettingsFile
    let registry: Registry
    let time: SystemTime

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await registry.look(policy: file.cautious.policy.changes)
                await time.sleep(until: time.now() + .milliseconds(500))
            }
        }
    }
}

/// Looks once a second whether `ratchet.json` changed.
struct SettingsWatch: Service {
    let file: SettingsFile
    let time: SystemTime
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await time.sleep(until: time.now() + .seconds(1))
                if let problem = file.refresh() {
                    logger.error("the settings have a mistake; the last good ones stay in force", metadata: ["problem": "\(problem)"])
                }
            }
        }
    }
}
