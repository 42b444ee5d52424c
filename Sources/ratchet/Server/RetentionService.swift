import CivilTime
import Logging
import ServiceLifecycle
import Store
import Web
import Workspace

/// Takes out what the settings do not keep: a minute after the start, and then once an hour.
struct RetentionService: Service {
    let store: any Store
    let settings: SettingsFile
    let time: SystemTime
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await time.sleep(until: time.now() + .seconds(60))
            while !Task.isCancelled {
                await prune()
                await time.sleep(until: time.now() + .seconds(3600))
            }
        }
    }

    /// In pieces, with pauses, so that runs have the disk most of the time.
    private func prune() async {
        let rule = settings.current.retention
        guard rule != .all else { return }
        var sum = Pruned()
        do {
            var isMore = true
            while isMore, !Task.isCancelled {
                let (pruned, more) = try await store.prune(Retention(rule, now: time.now()), most: 40)
                sum += pruned
                isMore = more && pruned.runs > 0
                await time.sleep(until: time.now() + .milliseconds(50))
            }
        } catch {
            logger.error("old runs could not be taken out; trying again in an hour", metadata: ["error": "\(error)"])
        }
        if sum.runs > 0 { logger.info("old runs taken out", metadata: ["runs": "\(sum.runs)", "journal_entries": "\(sum.journalEntries)"]) }
    }
}
