import JSON
import SkillLanguage
package import Store

extension Engine {
    /// How a store for an engine is opened: it knows what a wait's condition means.
    package static var storeOptions: SQLiteStore.Options {
        var options = SQLiteStore.Options()
        options.eventMatches = { request, payload in
            guard let arguments = try? JSON(parsing: request), let event = try? JSON(parsing: payload) else { return false }
            return EventCondition.holds(arguments, event: event)
        }
        return options
    }
}
