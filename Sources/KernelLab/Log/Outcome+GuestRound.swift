import DAXModel
import RemovalFuzz

extension Outcome {
    /// What a kernel showed of a case in one round.
    init(_ round: GuestRound, of c: Case) {
        let kinds = Dictionary(uniqueKeysWithValues: c.operations.map { (Int($0.id), $0.kind) })
        let groups = ThreadGroups(of: c)
        calls = round.calls.map { call in
            Call(
                operation: call.operation, task: call.task, slept: call.slept,
                result: round.words(call, kinds[call.operation] ?? .mount, groups))
        }
        signalled = Set(round.signalledTasks.map { groups.leader(of: $0) }).sorted()
        shutdowns = round.kernel.shutdowns.map(\.flags)
        oopses = round.kernel.oopses.map { [$0.function] + $0.frames }
        left = round.left.sorted()
        umount = round.closing["umount"].map { $0.hasPrefix("died") ? "OOPS" : $0 }
        mount = round.closing["mount"]
        lastUmount = round.closing["last umount"]
        isConsistent = round.closing["xfs_repair"].map { $0 == "0" }
        if mount == "0" {
            files = (0..<Limits.names).map { name in
                guard let pages = round.files[name] ?? nil else { return .absent }
                return .pages(pages)
            }
        }
    }
}

extension GuestRound {
    /// Tasks that a handler or the kernel's message says got the removal's SIGBUS. Signals coalesce, so nothing is
    /// counted.
    var signalledTasks: [Int] {
        let caught = signals.filter { $0.code.hasPrefix("BUS_MCEERR") }.map(\.task)
        let told = kernel.sigbusTo.compactMap { name in name.first == "t" ? Int(name.dropFirst()) : nil }
        return caught + told
    }

    /// A call's result in the words of `Outcome`.
    fileprivate func words(_ call: Call, _ kind: OperationKind, _ groups: ThreadGroups) -> String {
        if let result = call.result {
            guard kind == .load, let value = Int(result), value >= 0 else { return result }
            return Outcome.data(of: value)
        }
        let isLast = calls.last { $0.task == call.task } == call
        guard isLast, let end = ends[call.task] else { return "unfinished" }
        let own = signals.last { $0.task == call.task && $0.sequence > call.begun && !$0.code.hasPrefix("BUS_MCEERR") }
        // What the task dies of after its own signal, it dies of while it exits.
        if let own, kind == .load || kind == .store { return "SIGBUS/" + own.code }
        if kernel.oopses.contains(where: { $0.pid == pids[call.task] && $0.pid != 0 }) { return "OOPS" }
        if end.hasPrefix("exited") && (kind == .exit || kind == .exitGroup) { return "0" }
        guard kind == .load || kind == .store else { return "killed" }
        let leader = groups.leader(of: call.task)
        let removal = signals.contains { groups.leader(of: $0.task) == leader && $0.sequence > call.begun }
        // A blocked or ignored SIGBUS of the task's own access kills it without a handler's word.
        return end == "signal 7" && !removal ? "SIGBUS" : "killed"
    }
}
