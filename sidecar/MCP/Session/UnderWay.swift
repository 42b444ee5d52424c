import JSON

/// A request whose handler is at work, or waits for the client to provide something.
struct UnderWay: Sendable {
    var call: Call
    var meta: RequestMeta
    /// How often the handler was called again.
    var rounds = 0
    /// Keys the client has been asked for and has not answered.
    var open: Set<String> = []
    private var lastProgress: Double?

    static let mostRounds = 16

    init(call: Call, meta: RequestMeta) {
        self.call = call
        self.meta = meta
    }

    /// The notification for something the call says; nil when the client does not want it. Progress only ever grows.
    mutating func message(_ notice: CallNotice, sessionLevel: LogLevel?) -> Message? {
        switch notice {
        case .progress(let progress, let total, let message):
            guard let token = meta.progressToken, progress.isFinite, progress > lastProgress ?? -.infinity else { return nil }
            lastProgress = progress
            var params: JSON.Object = ["progressToken": token.json, "progress": .number(progress)]
            if let total, total.isFinite { params["total"] = .number(total) }
            params["message"] = message.map(JSON.string)
            return .notification(Message.Notification(method: "notifications/progress", params: params))
        case .log(let level, let data):
            guard let wanted = call.client.revision.isStateless ? meta.logLevel : sessionLevel, level >= wanted else { return nil }
            return .notification(Message.Notification(method: "notifications/message", params: ["level": .string(level.rawValue), "data": data]))
        }
    }
}

extension JSON {
    /// An integer where the number is one.
    fileprivate static func number(_ number: Double) -> JSON { Int64(exactly: number).map(JSON.int) ?? .double(number) }
}
