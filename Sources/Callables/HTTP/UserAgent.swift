/// How the product names itself to servers.
package enum UserAgent {
    package static let text = "ratchet/0.1.0"
}
