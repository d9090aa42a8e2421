/// The machine's state in words: named objects with a value each. Timelines show what a step changed of it.
extension Machine {
    /// One object of the state and how it is.
    public struct Fact: Hashable, Sendable {
        public var object: String
        public var value: String
    }

    /// What a reader of a timeline wants to know, in a fixed order; objects in their initial state are left out.
    public func summary() -> [Fact] {
        var facts: [Fact] = []
        facts.append(Fact(object: "page structs", value: driver.pagesValid ? "valid" : "gone"))
        facts.append(Fact(object: "disk", value: driver.diskAlive ? "alive" : "dead"))
        for epoch in driver.epoch.andEarlier where daxDevices[epoch].exists {
            facts.append(Fact(object: "dax_device \(epoch.index)", value: describeDaxDevice(epoch)))
        }
        if sb.state != .none { facts.append(Fact(object: "super block", value: describeSuperblock())) }
        describeEntries(&facts)
        describePageTables(&facts)
        describeTasks(&facts)
        return facts
    }

    private func describeDaxDevice(_ epoch: Binding) -> String {
        let device = daxDevices[epoch]
        return (device.alive ? "alive" : "not alive") + (device.holderData != 0 ? ", held" : "")
    }

    private func describeSuperblock() -> String {
        var words = ["\(sb.state)"]
        if sb.frozen != .none {
            words.append(
                ["", "freezing writes", "freezing page faults", "freezing transactions", "frozen"][
                    Int(sb.frozen.rawValue)])
            if sb.kernelHolders > 0 { words.append("by the kernel") }
            if sb.userHolders > 0 { words.append("by userspace") }
        }
        if sb.shutdown != .none { words.append("shut down 0x" + String(sb.shutdown.rawValue, radix: 16)) }
        if sb.logDead { words.append("log dead") }
        if sb.revoked { words.append("revoked") }
        return words.joined(separator: ", ")
    }

    private func describeEntries(_ facts: inout [Fact]) {
        for slot in EntryID.all where entries[slot].present {
            let entry = entries[slot]
            var words = [entry.zero ? "zero" : entry.empty ? "empty" : "pfn \(entry.pfn.index)"]
            if entry.pmd { words.append("PMD") }
            if entry.dirty { words.append("dirty") }
            if entry.towrite { words.append("towrite") }
            if entry.locked { words.append("locked") }
            if entry.provenance.reason != .none { words.append("passed by: " + entry.provenance.reason.name) }
            facts.append(
                Fact(
                    object: "DAX entry of inode \(slot.inode.index) page \(slot.page.index)",
                    value: words.joined(separator: ", ")))
        }
    }

    private func describePageTables(_ facts: inout [Fact]) {
        for area in AreaID.first(areaBound) where areas[area].used {
            for page in areas[area].pages {
                let pte = ptes[pteSlot(area, page)]
                guard pte.kind != .none else { continue }
                let kind =
                    pte.kind == .device ? "pfn \(pte.pfn.index)" : pte.kind == .zero ? "zero page" : "private copy"
                facts.append(
                    Fact(
                        object:
                            "page table of t\(areas[area].process.index), m\(areas[area].slot.number) page \(page - areas[area].pages.first)",
                        value: kind + (pte.writable ? ", writable" : "") + (pte.huge ? ", PMD" : "")))
            }
        }
    }

    private func describeTasks(_ facts: inout [Fact]) {
        for t in TaskID.users where tasks[t].state != .absent {
            var words: [String] = []
            switch tasks[t].state {
            case .dead: words.append("exited")
            case .oopsed: words.append("died in the kernel")
            case .blocked: words.append("asleep")
            case .absent, .idle, .runnable: break
            }
            if tasks[t].killed { words.append("SIGKILL") }
            if tasks[t].sigbusPending { words.append("SIGBUS pending") }
            if processes[tasks[t].process].signalledByRemoval { words.append("signalled by the removal") }
            facts.append(Fact(object: "t\(t.index)", value: words.isEmpty ? "awake" : words.joined(separator: ", ")))
        }
    }
}
