import DAXModel

extension Fault {
    /// A fault that can strike in this workload; nil when the mask and the operations leave none.
    static func propose(for operations: [Operation], mask: SwarmMask, random: inout Random) -> Fault? {
        let start = random.below(FaultSite.allCases.count)
        for offset in 0..<FaultSite.allCases.count {
            let site = FaultSite(rawValue: UInt8((start + offset) % FaultSite.allCases.count))!
            guard mask.allows(site: site) else { continue }
            if let fault = propose(at: site, for: operations, random: &random) { return fault }
        }
        return nil
    }

    private static func propose(at site: FaultSite, for operations: [Operation], random: inout Random) -> Fault? {
        guard !operations.isEmpty,
            let index = random.slot(operations.count, where: { operations[$0].kind.isProposed(for: site) })
        else { return nil }
        let operation = operations[index]
        var fault = Fault(site: site, task: operation.task, operation: operation.id)
        switch site {
        case .killAllocation, .agfRead:
            fault.occurrence = UInt8(min(random.below(4), random.below(4)))
        case .transactionAllocation, .freezeSync:
            break
        case .mediaError:
            (fault.file, fault.page) = mediaPlace(of: operation, in: operations, random: &random)
        case .delaySignal, .delayTask:
            guard let release = laterOperation(than: index, in: operations, random: &random) else { return nil }
            fault.until = release
        }
        return fault
    }

    /// A file that the workload names, and a page near the one that the operation touches.
    private static func mediaPlace(
        of operation: Operation, in operations: [Operation], random: inout Random
    ) -> (file: UInt8, page: UInt8) {
        let named = random.slot(
            operations.count, where: { operations[$0].kind == .create || operations[$0].kind == .open })
        let touched = operation.pages ?? mappedPage(of: operation, in: operations) ?? PageRange(0, count: 1)
        let page = Int(touched.first) + random.below(max(1, Int(touched.count)))
        let shifted = random.chance(1, in: 4) ? random.below(Limits.filePages) : page
        return (named.flatMap { operations[$0].file?.rawValue } ?? 0, UInt8(min(shifted, Limits.filePages - 1)))
    }

    /// The page of the file that a load or a store touches: that of the mapping made last in its slot.
    private static func mappedPage(of operation: Operation, in operations: [Operation]) -> PageRange? {
        guard let page = operation.mappingPage else { return nil }
        let made = operations.last { $0.kind == .mmap && $0.mapping == operation.mapping }?.pages
        let file = (made?.first ?? 0) + page.rawValue
        return PageRange(min(file, UInt8(Limits.filePages - 1)), count: 1)
    }

    /// An operation that another task performs later: its own task would wait for itself.
    static func laterOperation(
        than index: Int, in operations: [Operation], random: inout Random
    ) -> UInt16? {
        let rest = operations.count - index - 1
        guard rest > 0 else { return nil }
        let later = random.slot(
            rest,
            where: {
                let other = operations[index + 1 + $0]
                return other.task != operations[index].task && !other.kind.isLoop
            })
        return later.map { operations[index + 1 + $0].id }
    }
}

extension OperationKind {
    /// Whether operations of this kind can get to the fault site.
    func reaches(_ site: FaultSite) -> Bool {
        switch site {
        case .agfRead, .transactionAllocation, .killAllocation: self == .unbind
        case .freezeSync: self == .unbind || self == .freeze
        case .mediaError: self == .load || self == .store || self == .read || self == .write
        // A SIGBUS that is noticed when any operation ends kills the other threads too.
        case .delaySignal, .delayTask: !isLoop
        }
    }

    /// Whether the fault is likely enough to strike there.
    func isProposed(for site: FaultSite) -> Bool {
        site == .delaySignal ? self == .unbind || self == .kill : reaches(site)
    }
}
