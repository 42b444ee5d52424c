/// Why secrets cannot be kept or used. No value of a secret and no key is ever part of it.
package enum SecretError: Error, Sendable, Hashable {
    case invalidName(String)
    case unknown(String)
    /// A file or a variable that should hold sealing keys.
    case unusableKey(place: String)
    /// The file of sealed secrets.
    case unusableFile(path: String, problem: String)
    /// It was sealed with a key that is not there.
    case locked(name: String, key: String, known: [String])
    /// The key is there, and does not open it: the file was changed.
    case damaged(name: String, key: String)
    case cannotSeal(name: String)
}

extension SecretError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .invalidName(let name):
            "\"\(name)\" is not a secret's name: write capital letters, digits and _, such as API_TOKEN, at most 64 of them"
        case .unknown(let name): "no secret \(name) is sealed here; `ratchet secret list` tells which are"
        case .unusableKey(let place):
            "\(place) holds something that is no sealing key: a key is 64 hexadecimal digits. Put the right key back; without it, what was sealed "
                + "has to be set again"
        case .unusableFile(let path, let problem):
            "\(path) cannot be read (\(problem)); put a copy back, or move it away and set the secrets again with `ratchet secret set`"
        case .locked(let name, let key, let known):
            "the secret \(name) is sealed with \(key), and the server has \(known.isEmpty ? "no key" : "only \(known.joined(separator: ", "))"); "
                + "give it that key (\(SealingKeys.variable), or sealing.key in the configuration folder), or set the secret again with "
                + "`ratchet secret set \(name)`"
        case .damaged(let name, let key):
            "what is kept of the secret \(name) is damaged: \(key) does not open it; set it again with `ratchet secret set \(name)`"
        case .cannotSeal(let name): "\(name) cannot be sealed: the system gave no usable random bytes"
        }
    }
}
