/// A notify callback as it is run: the steps of a design's lines, with those that guarantees add or take away.
///
/// A line whose guarantee the target lacks stays as a step that does nothing, so that the preemptions of a case mean the
/// same with and without it. A line that the design does not have is added where its guarantee is asked for.
struct Callback: BitwiseCopyable {
    /// Most steps.
    static var stepLimit: Int { 40 }

    /// Those up to `count` are meant.
    var steps: InlineArray<40, CallbackStep>
    private(set) var count: Int
    /// Where the walk over the inodes begins and ends; every callback has it, if only as ghosts.
    let nextInode: Int16
    let putInode: Int16

    init(_ steps: [CallbackStep]) {
        precondition(steps.count <= Callback.stepLimit, "a callback of too many lines")
        count = steps.count
        nextInode = Int16(steps.firstIndex { $0.action == .nextInode }!)
        putInode = Int16(steps.firstIndex { $0.action == .putInode }!)
        self.steps = InlineArray(repeating: CallbackStep(.notify_done, .finish))
        for (index, step) in steps.enumerated() { self.steps[index] = step }
    }

    subscript(line: Int) -> CallbackStep { steps[line] }
}

/// One step of a callback.
struct CallbackStep: BitwiseCopyable {
    /// What it does.
    enum Action: UInt8, CaseIterable {
        // In the order in which lines that a guarantee adds are put among the others.
        case holdSuperBlock, checkBorn, checkReverseMap, closeGate, freeze, freezeDone, dropPagecache, sync, placebo
        case killMappers, nextInode, deleteEntries, unmapInode, putInode
        case allocateTransaction, walkReverseMap, cancelTransaction, returnError
        case shutdown, waitForFreezer, thawKernel, thawUser, releaseSuperBlock, finish
    }

    enum Mode: UInt8 {
        case runs
        /// The design has the line and the target lacks its guarantee: a step that does nothing.
        case idle
        /// Neither has it: no step at all, but the place where the guarantee would act.
        case ghost
    }

    var name: CallbackStepName
    var action: Action
    var mode = Mode.runs
    /// Passed by unless the walk has failed.
    var onlyOnError = false
    /// Of the line: a condition, a cause or a result, by raw value.
    var argument: UInt8 = 0

    init(_ name: CallbackStepName, _ action: Action, _ argument: UInt8 = 0) {
        self.name = name
        self.action = action
        self.argument = argument
    }
}

extension CallbackStep.Action {
    /// The guarantee that a line with this action belongs to; nil for what every design does as it likes.
    var guarantee: Guarantee? {
        switch self {
        case .holdSuperBlock, .releaseSuperBlock: .superBlockHeld
        case .closeGate: .insertionGate
        case .freeze, .freezeDone: .frozenDuringWalk
        case .dropPagecache: .dropsPagecache
        case .sync: .flushesFirst
        case .placebo: .placebo
        case .killMappers, .nextInode, .deleteEntries, .putInode: .walksInodes
        case .unmapInode: .unmapsAfterDeletion
        case .waitForFreezer: .waitsForFreezer
        case .thawUser: .thawsUserFreeze
        case .checkBorn, .checkReverseMap, .allocateTransaction, .walkReverseMap, .cancelTransaction, .returnError,
            .shutdown, .thawKernel, .finish:
            nil
        }
    }

    /// Part of the one walk or of the other.
    var isWalk: Bool {
        switch self {
        case .killMappers, .nextInode, .deleteEntries, .unmapInode, .putInode: true
        case .allocateTransaction, .walkReverseMap, .cancelTransaction: true
        default: false
        }
    }

    /// Part of the walk of the reverse map, which a walk over the inodes replaces.
    var isReverseMap: Bool {
        switch self {
        case .checkReverseMap, .allocateTransaction, .walkReverseMap, .cancelTransaction: true
        default: false
        }
    }
}
