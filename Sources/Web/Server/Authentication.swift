import CivilTime
import Engine
import Synchronization
import Workspace

/// Bearer tokens (RFC 6750, section 2.1), and how often they may be used.
final class Authentication: Sendable {
    let tokens: TokenSet
    private let time: any TimeSource
    private let rates = Mutex(RequestRates())
    private let wrong = Mutex(WrongTokens())

    init(tokens: TokenSet, time: any TimeSource) {
        self.tokens = tokens
        self.time = time
    }

    /// Throws 401 with a challenge when there is no token or none that is known, and 429 when its holder, or an address with wrong ones, asks
    /// too often.
    func holder(of head: RequestHead) throws(Refusal) -> TokenSet.Holder {
        guard let credentials = head.authorization else {
            throw Self.refusal("send the header \"Authorization: Bearer TOKEN\"; every request needs a token", challenge: #"Bearer realm="ratchet""#)
        }
        let parts = credentials.split(separator: " ", omittingEmptySubsequences: true)
        let holder = parts.count == 2 && parts[0].lowercased() == "bearer" ? tokens.holder(of: String(parts[1])) : nil
        let now = time.now()
        if case .wait(let wait) = wrong.withLock({ $0.judge(holder?.id, from: ClientAddress.group(head.remote), at: now) }) {
            throw Self.tooMany("too_many_wrong_tokens", "too many wrong tokens came from this address", wait)
        }
        guard let holder else {
            throw Self.refusal("this server does not know the token", challenge: #"Bearer realm="ratchet", error="invalid_token""#)
        }
        if let wait = rates.withLock({ $0.take(holder, at: now) }) {
            throw Self.tooMany("rate_limited", "this token may ask \(holder.rate) times a minute", wait)
        }
        return holder
    }

    private static func refusal(_ message: String, challenge: String) -> Refusal {
        Refusal(.unauthorized, "unauthorized", message, headers: [("WWW-Authenticate", challenge)])
    }

    /// RFC 6585, section 4, with whole seconds (RFC 9110, section 10.2.3).
    private static func tooMany(_ code: String, _ message: String, _ wait: Duration) -> Refusal {
        let seconds = max(1, (wait.milliseconds + 999) / 1000)
        return Refusal(.tooMany, code, "\(message); try again in \(seconds) s", headers: [("Retry-After", "\(seconds)")])
    }
}
