// Invariants I4, I7, I10, I13: in the fair phase everything comes to an end. A real kernel shows a task in D state, or
// an umount that stays busy.

extension Machine {
    /// The fair phase is stuck: each task that sleeps inside the kernel is reported where it sleeps, and the closing
    /// itself when it is the only one that does not get on.
    public mutating func reportStuck() {
        var sleepers = 0
        for t in TaskID.all where t != TaskID.closer && tasks[t].state == .blocked {
            sleepers += 1
            reportHang(t, .task)
        }
        guard !isGone(TaskID.closer), tasks[TaskID.closer].depth > 0 else { return }
        if sleepers == 0 || tasks[TaskID.closer].state == .blocked { reportHang(TaskID.closer, .superblock) }
    }

    private mutating func reportHang(_ t: TaskID, _ object: ObjectClass) {
        var violation = Violation(oracle: .liveness, object: object, step: pendingStep(of: t), observable: .hang)
        violation.root = hangRoot(of: t.index)
        report(t, violation)
    }
}
