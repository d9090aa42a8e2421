// From a design's lines and a target's guarantees to the steps of its callback.

extension Callback {
    /// The callback of a design on a target that has these guarantees.
    init(of design: Design, with guarantees: GuaranteeSet) {
        var draft = CallbackDraft(design.callback)
        draft.addLines(of: guarantees)
        draft.settleWalk(guarantees)
        draft.settleShutdown(guarantees)
        self.init(draft.steps)
    }
}

private struct CallbackDraft {
    var steps: [CallbackStep] = []

    init(_ lines: [CallbackLine]) {
        let shutdowns = lines.count { $0.action == .shutdown }
        let thaws = lines.count { $0.action == .thawKernel || $0.action == .thawUser }
        for line in lines {
            var own = line.steps(tellsShutdowns: shutdowns > 1, tellsThaws: thaws > 1)
            if case .onError = line { for index in own.indices { own[index].onlyOnError = true } }
            steps += own
        }
    }

    /// Lines of guarantees: those that the design has are run or stand idle, the others are added or are ghosts.
    mutating func addLines(of guarantees: GuaranteeSet) {
        for index in steps.indices {
            guard let guarantee = steps[index].action.guarantee else { continue }
            if !guarantees.contains(guarantee) { steps[index].mode = .idle }
        }
        for line in CallbackLine.ofGuarantees {
            for step in line.steps(tellsShutdowns: true, tellsThaws: true)
            where !steps.contains(where: { $0.action == step.action }) {
                guard let guarantee = step.action.guarantee else { continue }
                add(step, as: guarantees.contains(guarantee) ? .runs : .ghost)
            }
        }
    }

    /// The walk over the inodes takes the place of the one over the reverse map, and the other way round.
    mutating func settleWalk(_ guarantees: GuaranteeSet) {
        let hasReverseMap = steps.contains { $0.action == .walkReverseMap }
        if guarantees.contains(.walksInodes) {
            for index in steps.indices where steps[index].action.isReverseMap { steps[index].mode = .idle }
        } else {
            for index in steps.indices where steps[index].action == .unmapInode && steps[index].mode == .runs {
                steps[index].mode = .idle
            }
            guard !hasReverseMap else { return }
            let lines: [CallbackLine] = [.checkReverseMap, .allocateTransaction, .walkReverseMap, .cancelTransaction]
            for step in lines.flatMap({ $0.steps(tellsShutdowns: true, tellsThaws: true) }) { add(step, as: .runs) }
        }
    }

    /// The shutdown stands before the first thaw, or after the last.
    mutating func settleShutdown(_ guarantees: GuaranteeSet) {
        let thaw = steps.firstIndex { $0.action == .thawKernel } ?? steps.endIndex
        let own = steps.firstIndex { $0.action == .shutdown && !$0.onlyOnError && $0.mode == .runs }
        let cause = ShutdownCause.forceUmount.rawValue
        let added = CallbackStep(.xfs_force_shutdown_FORCE_UMOUNT, .shutdown, cause)
        guard let own else { return }
        if guarantees.contains(.shutsDownBeforeThaw) {
            if own > thaw { steps.insert(added, at: thaw) }
        } else if own < thaw {
            steps[own].mode = .idle
            let last = steps.lastIndex { $0.action == .thawKernel || $0.action == .thawUser } ?? own
            steps.insert(added, at: last + 1)
        }
    }

    private mutating func add(_ step: CallbackStep, as mode: CallbackStep.Mode) {
        var step = step
        step.mode = mode
        steps.insert(step, at: place(of: step.action))
    }

    /// Before the first that comes later in the order of actions. Parts of a walk are put to the walk that is there: a
    /// design may do before it what others do after it.
    private func place(of action: CallbackStep.Action) -> Int {
        func isLater(_ index: Int) -> Bool {
            steps[index].action.rawValue > action.rawValue && !steps[index].onlyOnError
        }
        let walk = steps.indices.filter { steps[$0].action.isWalk }
        guard action.isWalk, let last = walk.last else { return steps.indices.first(where: isLater) ?? steps.endIndex }
        return walk.first(where: isLater) ?? last + 1
    }
}

extension CallbackLine {
    /// The lines that guarantees bring with them.
    fileprivate static let ofGuarantees: [CallbackLine] = [
        .holdSuperBlock, .closeGate, .freeze, .dropPagecache, .sync, .placebo, .killMappers, .walkInodes,
        .waitForFreezer, .thaw(.userspace, .always), .releaseSuperBlock,
    ]

    fileprivate var action: CallbackStep.Action { steps(tellsShutdowns: true, tellsThaws: true)[0].action }

    /// The line's steps. Shutdowns are told apart by their cause, and thaws by the holder, where a callback has two.
    fileprivate func steps(tellsShutdowns: Bool, tellsThaws: Bool) -> [CallbackStep] {
        switch self {
        case .checkBorn: [.init(.SB_BORN, .checkBorn)]
        case .checkReverseMap: [.init(.xfs_has_rmapbt, .checkReverseMap)]
        case .freeze: [.init(.freeze_super, .freeze), .init(.freeze_super_done, .freezeDone)]
        case .dropPagecache: [.init(.super_drop_pagecache, .dropPagecache)]
        case .allocateTransaction: [.init(.xfs_trans_alloc_empty, .allocateTransaction)]
        case .walkReverseMap: [.init(.xfs_rmap_query_range, .walkReverseMap)]
        case .cancelTransaction: [.init(.xfs_trans_cancel, .cancelTransaction)]
        case .onError(let line): line.steps(tellsShutdowns: tellsShutdowns, tellsThaws: tellsThaws)
        case .returnError: [.init(.return_error, .returnError)]
        case .shutdown(let cause):
            [.init(tellsShutdowns ? cause.stepName : .xfs_force_shutdown, .shutdown, cause.rawValue)]
        case .thaw(.kernel, let condition):
            [.init(tellsThaws ? .thaw_super_KERNEL : .thaw_super, .thawKernel, condition.rawValue)]
        case .thaw(.userspace, let condition):
            [.init(tellsThaws ? .thaw_super_USERSPACE : .thaw_super, .thawUser, condition.rawValue)]
        case .finish(let result): [.init(.notify_done, .finish, result.rawValue)]
        case .holdSuperBlock: [.init(.super_lock, .holdSuperBlock)]
        case .releaseSuperBlock: [.init(.deactivate_super, .releaseSuperBlock)]
        case .closeGate: [.init(.set_revoked, .closeGate)]
        case .sync: [.init(.sync_filesystem, .sync)]
        case .killMappers: [.init(.kill_procs, .killMappers)]
        case .walkInodes:
            [
                .init(.s_inode_list, .nextInode), .init(.truncate_inode_pages_range, .deleteEntries),
                .init(.unmap_mapping_range, .unmapInode), .init(.iput, .putInode),
            ]
        case .waitForFreezer: [.init(.wait_for_partially_frozen, .waitForFreezer)]
        case .placebo: [.init(.placebo, .placebo)]
        }
    }
}

extension ShutdownCause {
    fileprivate var stepName: CallbackStepName {
        switch self {
        case .corruptOnDisk: .xfs_force_shutdown_CORRUPT_ONDISK
        case .forceUmount: .xfs_force_shutdown_FORCE_UMOUNT
        }
    }
}
