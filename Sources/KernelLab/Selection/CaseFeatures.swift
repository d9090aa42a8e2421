import DAXModel
import RemovalFuzz

/// What a case would show on a kernel, as a list of small facts: the fewer facts two cases share, the more one can
/// learn from both. Facts are words, so that a selection can be explained.
struct CaseFeatures {
    private(set) var facts: [String] = []
    /// Calls that could not have worked anywhere, such as those on a closed descriptor. They teach nothing.
    private(set) var senseless = 0

    /// The facts of a case on several targets, from its plain schedule on each.
    init(of c: Case, on targets: [Target]) {
        for target in targets {
            let seen = Observation(of: c, on: target, keepsOrder: true)
            addCalls(seen, c, target.name)
            addEnd(seen, target.name)
        }
    }

    private mutating func addCalls(_ seen: Observation, _ c: Case, _ target: String) {
        let outcome = Outcome(seen, of: c)
        var era = Era(rmapbt: c.mkfs.rmapbt)
        for (call, result) in zip(seen.calls, outcome.calls) {
            guard let operation = c.operations.first(where: { $0.id == call.id }) else { continue }
            if CaseFeatures.isSenseless(result.result, operation.kind) {
                senseless += 1
                continue
            }
            let shape = CaseFeatures.shape(operation, in: c)
            add("\(target) \(era.name): \(shape) \(result.words.prefix { $0 != " " })")
            if result.result == "0" { era.apply(operation) }
        }
    }

    private mutating func addEnd(_ seen: Observation, _ target: String) {
        add("\(target) shutdowns \(Outcome.flags(seen.shutdowns))")
        add("\(target) signalled \(seen.signalled.count)")
        for oops in seen.oopses { add("\(target) oops \(oops.stack.prefix(3).joined(separator: " < "))") }
        for sleeper in seen.sleepers { add("\(target) sleeps at \(sleeper.step)") }
        if let umount = seen.closing.umount { add("\(target) umount \(umount)") }
    }

    private mutating func add(_ fact: String) {
        if !facts.contains(fact) { facts.append(fact) }
    }

    private static func isSenseless(_ result: String, _ kind: OperationKind) -> Bool {
        switch result {
        case "EBADF", "SIGSEGV", "EAGAIN": true
        case "EEXIST": kind == .mmap
        case "EBUSY": kind == .open || kind == .create
        case "EINVAL", "ENOMEM": kind != .thaw && kind != .umount
        default: false
        }
    }

    /// An operation's kind and modifiers, without what names a file, a page or a slot. An access goes with its mapping.
    private static func shape(_ operation: Operation, in c: Case) -> String {
        var words = operation.callText.split(separator: " ").filter { word in !word.contains { $0.isNumber } }
        if operation.mappingPage != nil,
            let mapping = c.operations.last(where: {
                $0.kind == .mmap && $0.mapping == operation.mapping
            })
        {
            words += mapping.callText.split(separator: " ").filter { word in !word.contains { $0.isNumber } }
        }
        return words.joined(separator: " ")
    }

    /// The part of the device's life that an operation falls into.
    private struct Era {
        let rmapbt: Bool
        var unbinds = 0
        var isBound = true
        var freezes = 0

        var name: String {
            let map = rmapbt ? "" : "no reverse map, "
            let freeze = freezes > 0 ? "frozen, " : ""
            return map + freeze + (unbinds == 0 ? "before" : isBound ? "after rebind" : "after unbind")
        }

        mutating func apply(_ operation: Operation) {
            switch operation.kind {
            case .unbind:
                unbinds += 1
                isBound = false
            case .bind: isBound = true
            case .freeze: freezes += 1
            case .thaw: freezes -= 1
            default: break
            }
        }
    }
}
