import Store

extension StoreError {
    /// Whether the same write may succeed later: the disk, not the request, is at fault.
    var isStorageFailure: Bool {
        switch self {
        case .full, .io, .sqlite: true
        default: false
        }
    }
}
