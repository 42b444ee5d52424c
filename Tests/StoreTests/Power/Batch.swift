import Dispatch

@testable import Store

extension SQLiteStore {
    /// Makes writes while the writer is held up, so that they come to it together and in this order, and returns what became of each.
    /// Nil, and none was made, when the writer cannot even begin.
    func together(_ acts: [Act]) async -> [StoreError?]? {
        let gate = DispatchSemaphore(value: 0)
        let (begun, report) = AsyncStream<Bool>.makeStream()
        return await withTaskGroup(of: (Int, StoreError?).self) { group in
            group.addTask {
                let result = await Self.result { () throws(StoreError) in
                    try await self.writer.write(size: 0) { _ in
                        report.yield(true)
                        gate.wait()
                    }
                }
                report.yield(false)
                return (-1, result)
            }
            guard await begun.first(where: { _ in true }) == true else { return nil }
            for (index, act) in acts.enumerated() {
                group.addTask { (index, await Self.result { () throws(StoreError) in try await act.perform(on: self) }) }
                while writer.waiting <= index { await Task.yield() }
            }
            gate.signal()
            var results = [StoreError?](repeating: nil, count: acts.count)
            for await (index, error) in group where index >= 0 { results[index] = error }
            return results
        }
    }

    private static func result(_ body: () async throws(StoreError) -> Void) async -> StoreError? {
        do throws(StoreError) {
            try await body()
            return nil
        } catch {
            return error
        }
    }
}
