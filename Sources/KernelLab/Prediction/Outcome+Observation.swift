import DAXModel
import RemovalFuzz

extension Outcome {
    /// What the model showed of a case.
    init(_ seen: Observation, of c: Case) {
        let kinds = Dictionary(uniqueKeysWithValues: c.operations.map { ($0.id, $0.kind) })
        let groups = ThreadGroups(of: c)
        calls = seen.calls.map { call in
            Call(
                operation: Int(call.id), task: call.task, slept: call.slept,
                result: Outcome.words(call, kinds[call.id]!, seen.writers))
        }
        signalled = Set(seen.signalled.map { groups.leader(of: $0) }).sorted()
        shutdowns = seen.shutdowns
        oopses = seen.oopses.map(\.stack)
        readClosing(seen)
    }

    private static func words(_ call: Observation.Call, _ kind: OperationKind, _ writers: [UInt16]) -> String {
        guard kind == .load || kind == .store, case .returned(let value) = call.outcome, value >= 0 else {
            return call.result
        }
        guard kind == .load else { return "0" }
        let write = Machine.write(ofContent: value)
        return data(of: write > 0 ? Int(writers[write - 1]) : 0)
    }

    /// The result of a load.
    static func data(of operation: Int) -> String { operation == 0 ? "zeroes" : "data of op \(operation)" }

    /// Umount where it has not returned: because it hangs, or because there was nothing to unmount.
    private static func umountWithoutResult(_ closing: Observation.Closing) -> String? {
        switch closing.stuck {
        case .inside, .gone: "hung"
        case .move(.wait_for_tasks): nil
        case .move, nil: closing.wasAttached ? nil : "EINVAL"
        }
    }

    private mutating func readClosing(_ seen: Observation) {
        let closing = seen.closing
        left = closing.left
        let result = closing.umount.map { Operation.describe(result: $0) }
        if seen.oopsed.contains(Limits.closer) {
            umount = result == nil || result == "EBUSY" ? "OOPS" : "0"
        } else if let result {
            umount = result
        } else {
            umount = Outcome.umountWithoutResult(closing)
        }
        mount = closing.mount.map { Operation.describe(result: $0) }
        files = closing.files?.map { pages in
            guard let pages else { return .absent }
            return .pages(pages.map { $0 > 0 ? Int(seen.writers[$0 - 1]) : 0 })
        }
        lastUmount = closing.lastUmount.map { Operation.describe(result: $0) }
        isConsistent = closing.lastUmount == 0 ? true : nil
    }
}

/// Which tasks are threads of one process, as the case's operations say.
struct ThreadGroups {
    private var leaders = Array(0..<Limits.tasks)

    init(of c: Case) {
        for operation in c.operations {
            guard case .thread(let child) = operation.call else { continue }
            guard leaders[child.number] == child.number, child.number != Int(operation.task) else { continue }
            leaders[child.number] = leader(of: Int(operation.task))
        }
    }

    func leader(of task: Int) -> Int { leaders[task] }
}
