package import CivilTime

/// What the transports serve: content, and the bounds on what clients may ask of it.
package struct Server: Sendable {
    package let content: any ServerContent
    package let limits: FrameLimits
    let pageSize: Int
    let mostRequests: Int
    let seal: StateSeal
    let now: @Sendable () -> Instant

    /// - Parameters:
    ///   - seal: keeps the states that handlers hand out from being tampered with.
    ///   - pageSize: the most items of a list in one answer.
    ///   - mostRequests: the most requests under way on one connection.
    ///   - now: the time, for expiries.
    package init(
        _ content: any ServerContent, seal: StateSeal, limits: FrameLimits = FrameLimits(), pageSize: Int = 100, mostRequests: Int = 64,
        now: @escaping @Sendable () -> Instant
    ) {
        self.content = content
        self.limits = limits
        self.pageSize = pageSize
        self.mostRequests = mostRequests
        self.seal = seal
        self.now = now
    }

    func session(isStateless: Bool, principal: String?) -> Session {
        Session(
            Session.Options(
                information: content.information, offers: content.offers, seal: seal, mostRequests: mostRequests, isStateless: isStateless),
            principal: principal)
    }
}
