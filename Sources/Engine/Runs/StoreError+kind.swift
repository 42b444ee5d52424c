import Store

extension StoreError {
    /// Whether the same write may succeed later: the disk, not the request, is at fault.
    var isStorageFailure: Bool {
        switch self {
        case .full, .io, .sqlite: true
        default: false
        }
    }

    /// Whether the run is in other hands, or over.
    var isFence: Bool {
        switch self {
        case .fenced, .finished: true
        default: false
        }
    }
}
