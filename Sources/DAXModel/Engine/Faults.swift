// Injected faults: whether one strikes here and now.

extension Machine {
    /// An injected fault strikes at this site now.
    @inline(__always) mutating func strikes(_ site: FaultSite, _ t: TaskID) -> Bool {
        guard armedSites & (1 << Int(site.rawValue)) != 0 else { return false }
        return findFault(site, t)
    }

    /// As `strikes`, for a site whose faults name what they are about.
    @inline(__always) mutating func strikes(
        _ site: FaultSite, _ t: TaskID, _ isMeant: (borrowing Machine, Fault) -> Bool
    ) -> Bool {
        guard armedSites & (1 << Int(site.rawValue)) != 0 else { return false }
        return findFault(site, t, isMeant)
    }

    private mutating func findFault(
        _ site: FaultSite, _ t: TaskID, _ isMeant: (borrowing Machine, Fault) -> Bool = { _, _ in true }
    ) -> Bool {
        var struck = false
        for index in FaultIndex.first(faultCount) {
            let armed = faults.pointer(index)
            let fault = armed.pointee.fault
            guard fault.site == site, !armed.pointee.fired, TaskID(Int(fault.task)) == t,
                fault.operation == tasks[t].operationID, isMeant(self, fault)
            else { continue }
            if armed.pointee.reached == UInt16(fault.occurrence) {
                armed.pointee.fired = true
                struck = true
            }
            armed.pointee.reached += 1
        }
        if struck { digest.fold(UInt64(site.rawValue) << 32 | 0xfa) }
        return struck
    }

    /// Faults of the loaded case that have struck.
    public func hasFired(fault index: Int) -> Bool { faults[FaultIndex(index)].fired }
}
