import HTTPClient
import JSON
import SkillLanguage
import Workspace

/// Where an `http` call goes: a full URL, or a place below the base URL of a service.
struct HTTPTarget {
    /// A service of the workspace, as the call found it.
    struct Service {
        let name: String
        let base: URL
        let settings: Settings.Service
    }

    let url: URL
    let service: Service?

    /// - Parameter text: `https://host/path`, or `service:NAME/path` for a service of the settings.
    init(_ text: String, query: [(name: String, value: String)], settings: Settings) throws(Failure) {
        if text.hasPrefix("service:") {
            let rest = text.dropFirst("service:".count)
            let name = String(rest.prefix { !"/?#".contains($0) })
            let service = try Self.service(name, settings)
            self.service = service
            url = try Self.url(service.settings.baseURL.trimmingSlashes + rest.dropFirst(name.count)).adding(query)
            guard service.path(of: url) != nil else {
                throw .denied("url", "\(url.authority)\(url.path) is not below the base URL of service \(name)", ["service": .string(name)])
            }
        } else {
            service = nil
            url = try Self.url(text).adding(query)
        }
    }

    private static func service(_ name: String, _ settings: Settings) throws(Failure) -> Service {
        guard let found = settings.services[name] else {
            let known = settings.services.keys.sorted().joined(separator: ", ")
            throw .denied(
                "service", "ratchet.json has no service \"\(name)\"\(known.isEmpty ? "" : "; it has \(known)")", ["service": .string(name)])
        }
        return Service(name: name, base: try url(found.baseURL), settings: found)
    }

    private static func url(_ text: String) throws(Failure) -> URL {
        do { return try URL(text) } catch { throw .denied("url", error.description, [:]) }
    }

    /// Public addresses, and whatever address the service's own host and port have if the workspace says so.
    var addressPolicy: AddressPolicy {
        guard let service, service.settings.allowPrivate else { return .publicOnly }
        return .publicOnly.allowing(service.base)
    }

    /// A URL of this exchange, its own or that of a redirect, in the words of permits.
    func place(of url: URL) -> PermittedPlace {
        if let service, let path = service.path(of: url) { return PermittedPlace(service: service.name, path: path) }
        return PermittedPlace(url)
    }
}

extension HTTPTarget.Service {
    /// The path after the base URL's; nil for a URL that is not below it.
    func path(of url: URL) -> String? {
        let prefix = base.path.trimmingSlashes
        guard url.hasSameOrigin(as: base), url.path.hasPrefix(prefix) else { return nil }
        let rest = url.path.dropFirst(prefix.count)
        return rest.isEmpty ? "/" : rest.hasPrefix("/") ? String(rest) : nil
    }
}

extension String {
    /// Without the slashes at its end.
    var trimmingSlashes: String { String(self[..<(lastIndex { $0 != "/" }.map(index(after:)) ?? startIndex)]) }
}
