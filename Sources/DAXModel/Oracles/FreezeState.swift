// Invariant I10: after the removal the file system is shut down and nobody has it frozen. A real kernel shows tasks
// that sleep for ever and an umount that never ends, or operations that go on against a dead device.

extension Machine {
    @inline(__always) mutating func freezeStateHears(_ event: Event, _ t: TaskID) {
        switch event {
        case .pageStructsGo: auditFreezeState(t)
        default: break
        }
    }

    private mutating func auditFreezeState(_ t: TaskID) {
        guard removal.mounted, sb.state == .active, sb.epoch == driver.epoch else { return }
        if sb.shutdown == .none { reportRemoval(t, .freezeState, .superblock, .notShutDown, .errno) }
        guard sb.frozen == FreezeLevel.complete else { return }
        let byKernel = sb.kernelHolders > 0
        reportRemoval(t, .freezeState, .superblock, byKernel ? .leftFrozen : .frozenByUser, .hang)
    }
}
