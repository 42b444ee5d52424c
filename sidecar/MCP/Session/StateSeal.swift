import CivilTime
import Crypto
import JSON

/// Keeps what a handler gives the client to bring back from being changed, used for another call, or used late: HMAC-SHA256 over the
/// state, its expiry, and the caller, method and arguments it belongs to. It is not encrypted; nothing secret goes into it.
package struct StateSeal: Sendable {
    private let key: SymmetricKey
    private let lifetime: Duration

    /// - Parameter key: 32 random bytes. States outlive a restart when the key does.
    package init(key: [UInt8], lifetime: Duration = .seconds(600)) {
        self.key = SymmetricKey(data: key)
        self.lifetime = lifetime
    }

    func seal(_ state: JSON, for call: JSON, at now: Instant) -> String {
        let expiry = (now + lifetime).milliseconds
        let payload = Array(JSON.array([.int(expiry), state]).text(.compact).utf8)
        return Base64.encode(payload) + "." + Base64.encode(code(payload, call))
    }

    /// Throws `invalidParameters` for a text that was not sealed for this call, or too long ago.
    func open(_ text: String, for call: JSON, at now: Instant) throws(MCPError) -> JSON {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let payload = Base64.decode(parts[0]), let mac = Base64.decode(parts[1]),
            HMAC<SHA256>.isValidAuthenticationCode(mac, authenticating: message(payload, call), using: key),
            let json = try? JSON(parsing: payload), let expiry = json[0]?.int, let state = json[1]
        else { throw .invalidParameters("requestState is not what this server gave out for this call; call again without it") }
        guard now.milliseconds < expiry else { throw .invalidParameters("requestState is too old; call again without it") }
        return state
    }

    private func code(_ payload: [UInt8], _ call: JSON) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: message(payload, call), using: key))
    }

    /// The length in front keeps the two parts apart.
    private func message(_ payload: [UInt8], _ call: JSON) -> [UInt8] {
        Array("\(payload.count):".utf8) + payload + call.bytes(.canonical)
    }
}
