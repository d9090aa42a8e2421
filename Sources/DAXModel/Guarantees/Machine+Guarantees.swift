extension Machine {
    /// The target's step is done wrong, here.
    @inline(__always) func isFaulty(_ step: FaultyStep) -> Bool { rules.faultyStep == step }

    /// Whether the target has a guarantee, asked at the place where it acts. One that it lacks leaves a ghost there, if
    /// somebody wants to know.
    @inline(__always) mutating func holds(_ guarantee: Guarantee, _ t: TaskID) -> Bool {
        if rules.guarantees.contains(guarantee) { return true }
        if watchesGhosts { noteGhost(guarantee, t) }
        return false
    }

    /// Whether ghosts are wanted: where guarantees that the target lacks would have acted. It changes no step.
    public var watchesGhosts: Bool {
        get { memory.pointee.watchesGhosts }
        set { memory.pointee.watchesGhosts = newValue }
    }

    /// Guarantees that the target lacks and that would have acted since the last `load`, each with the step at which it
    /// would have been first; in the order of the table. Empty unless `watchesGhosts`.
    public var ghosts: [(guarantee: Guarantee, step: StepID)] {
        memory.pointee.ghosts.members.map { ($0, memory.pointee.ghostSteps[Int($0.rawValue)]) }
    }

    @inline(never) mutating func noteGhost(_ guarantee: Guarantee, _ t: TaskID) {
        guard memory.pointee.ghosts.insert(guarantee).inserted else { return }
        memory.pointee.ghostSteps[Int(guarantee.rawValue)] = here()
    }

    mutating func forgetGhosts() { memory.pointee.ghosts = [] }

    /// A line of the callback that the target does not have, where it would have been run.
    mutating func noteGhost(of line: CallbackStep, _ t: TaskID) {
        guard let guarantee = line.action.guarantee, wouldAct(line.action) else { return }
        noteGhost(guarantee, t)
    }

    /// Whether the line would have changed anything.
    private func wouldAct(_ action: CallbackStep.Action) -> Bool {
        switch action {
        // Its ghost is where an entry is inserted, that of the second unmap where a page is mapped meanwhile.
        case .closeGate, .freezeDone, .putInode, .deleteEntries, .releaseSuperBlock: false
        case .thawUser: sb.userHolders > 0
        case .waitForFreezer: !sb.freezer.isNone
        default: true
        }
    }
}
