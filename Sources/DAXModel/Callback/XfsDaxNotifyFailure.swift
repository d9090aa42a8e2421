/// `xfs_dax_notify_failure`, the notify callback of every design: it runs the lines of the target's `Callback`.
struct XfsDaxNotifyFailure: KernelPath {
    typealias Step = CallbackStepName
    static var path: Path { .xfs_dax_notify_failure }

    /// What the walk ended with: an error, 0, or 1 where a shutdown is wanted; or what it was given up for.
    var error = 0
    /// The line to run next.
    var line: Int16 = 0
    /// Who was signalled before the walk over the inodes.
    var victims = ProcessSet()
    /// The inode that the walk over the inodes holds, and the one that it comes to next.
    var inode = InodeID.none
    var nextInode = InodeID(0)
    /// The callback's own freeze has succeeded.
    var isFrozen = false
    /// A freeze was tried.
    var isPastFreeze = false
    /// The super block is kept active.
    var holdsSuperBlock = false
    /// It was given up: of the lines that follow only those are run that a way out has.
    var isLeaving = false
    /// A line was run since.
    var hasWayOut = false
}

/// A line of a callback, by its place.
private struct CallbackLineID: Handle {
    let rawValue: Int16
}

extension Machine {
    /// The call of the callback: it begins with its first line.
    mutating func callNotify(_ t: TaskID) -> Next {
        emit(.callbackBegins, t)
        let next = call(t, XfsDaxNotifyFailure())
        let f = Activation<XfsDaxNotifyFailure>(frame: innermostFrame(t))
        f.locals.line = -1
        goOn(t, f)
        return next
    }

    mutating func xfsDaxNotifyFailure(_ t: TaskID, _ f: Activation<XfsDaxNotifyFailure>) -> Next {
        let line = callbackStep(f.locals.line)
        if f.locals.isLeaving { f.locals.hasWayOut = true }
        let next = line.mode == .runs ? perform(t, f, line) : .next
        noteLine(line, next, f.locals.error)
        guard case .next = next else { return next }
        return goOn(t, f) ? .again : .done(f.locals.error)
    }

    /// Goes to the line that is run next; false when there is none. Ghosts and the lines that a way out does not have
    /// are no steps.
    @discardableResult
    private mutating func goOn(_ t: TaskID, _ f: Activation<XfsDaxNotifyFailure>) -> Bool {
        repeat {
            f.locals.line += 1
            guard Int(f.locals.line) < rules.callback.count else { return false }
        } while passesBy(t, f, callbackStep(f.locals.line))
        f.frame.pointee.pc = callbackStep(f.locals.line).name.rawValue
        return true
    }

    /// The step of the target's callback at a line, read in place.
    @inline(__always) private func callbackStep(_ line: Int16) -> CallbackStep {
        Pool<CallbackLineID, CallbackStep>(&memory.pointee.rules.callback.steps)[CallbackLineID(rawValue: line)]
    }

    private mutating func passesBy(
        _ t: TaskID, _ f: Activation<XfsDaxNotifyFailure>, _ line: CallbackStep
    ) -> Bool {
        if line.mode == .ghost {
            if watchesGhosts { noteGhost(of: line, t) }
            return true
        }
        if f.locals.isLeaving { return !isWayOut(t, f, line) }
        return line.onlyOnError && f.locals.error == 0
    }

    /// A coverage feature for what each line led to: the designs share the code of the lines, so that its edges do not
    /// tell one outcome of one line from another's.
    private mutating func noteLine(_ line: CallbackStep, _ next: Next, _ error: Int) {
        let outcome =
            switch next {
            case .next, .again, .jump: error == 0 ? 0 : 1
            case .called: 2
            case .wait, .waitKillable: 3
            case .oops: 4
            case .done(let result): 5 &- result
            }
        let identity = UInt64(line.action.rawValue) << 2 | UInt64(line.mode.rawValue)
        features.note((identity << 16 | UInt64(truncatingIfNeeded: outcome)) &* 0x9E37_79B9_7F4A_7C15)
    }

    /// Calls a callee for the line; the next line follows when it returns.
    mutating func callForLine<P: KernelPath>(
        _ t: TaskID, _ f: Activation<XfsDaxNotifyFailure>, _ callee: P
    ) -> Next {
        let caller = here()
        guard goOn(t, f) else { preconditionFailure("a callback ends with a line that returns") }
        push(t, callee, from: caller)
        return .called
    }

    private mutating func perform(
        _ t: TaskID, _ f: Activation<XfsDaxNotifyFailure>, _ line: CallbackStep
    ) -> Next {
        switch line.action {
        case .checkBorn:
            guard mountIsAllocated(t) else { return .oops }
            return sb.born ? .next : giveUp(t, f, Errno.EIO)
        case .checkReverseMap:
            return sb.rmapbt || holds(.goesOnWithoutReverseMap, t) ? .next : giveUp(t, f, Errno.EOPNOTSUPP)
        case .freeze:
            f.locals.isPastFreeze = true
            return callForLine(t, f, FreezeSuper(holder: .kernel))
        case .freezeDone:
            f.locals.isFrozen = result(t) == 0
            guard !f.locals.isFrozen, !holds(.goesOnAfterFailedFreeze, t) else { return .next }
            return giveUp(t, f, result(t))
        case .dropPagecache:
            return callForLine(t, f, SuperDropPagecache())
        case .allocateTransaction:
            guard strikes(.transactionAllocation, t) else { return .next }
            return holds(.goesOnWithoutTransaction, t) ? .next : giveUp(t, f, Errno.ENOMEM)
        case .walkReverseMap:
            // Without a reverse map there is nothing to walk.
            guard sb.rmapbt else {
                tasks[t].result = Errno.EOPNOTSUPP
                return .next
            }
            return callForLine(t, f, XfsRmapWalk())
        case .cancelTransaction:
            f.locals.error = result(t)
            return .next
        case .returnError:
            return .done(f.locals.error < 0 ? f.locals.error : Errno.EFSCORRUPTED)
        case .shutdown:
            return callForLine(t, f, XfsForceShutdown(reason: ShutdownReason(rawValue: line.argument)!))
        case .finish:
            return .done(result(line, f.locals.error))
        case .thawKernel, .thawUser:
            return thaw(t, f, line)
        case .placebo:
            return .next
        case .holdSuperBlock, .closeGate, .sync, .killMappers, .nextInode, .deleteEntries, .unmapInode, .putInode,
            .waitForFreezer, .releaseSuperBlock:
            return performWithSuperBlock(t, f, line)
        }
    }

    private func result(_ line: CallbackStep, _ error: Int) -> Int {
        switch CallbackResult(rawValue: line.argument)! {
        case .success: 0
        case .error: min(0, error)
        case .corrupted: error < 0 ? error : Errno.EFSCORRUPTED
        }
    }

    private mutating func thaw(
        _ t: TaskID, _ f: Activation<XfsDaxNotifyFailure>, _ line: CallbackStep
    ) -> Next {
        let byKernel = line.action == .thawKernel
        guard !f.locals.isLeaving || !byKernel || f.locals.isFrozen else { return .next }
        switch ThawCondition(rawValue: line.argument)! {
        case .always: break
        case .ifOurs: guard f.locals.isFrozen else { return .next }
        case .untilNone:
            guard byKernel ? sb.kernelHolders > 0 : sb.userHolders > 0 && !isFaulty(.thawLeftOut) else { return .next }
            // The same line again when the thaw has returned.
            push(t, ThawSuper(holder: byKernel ? .kernel : .userspace), from: here())
            return .called
        }
        return callForLine(t, f, ThawSuper(holder: byKernel ? .kernel : .userspace))
    }

    // MARK: Ways out

    /// The callback stops here, or skips what is left but for its ways out.
    private mutating func giveUp(_ t: TaskID, _ f: Activation<XfsDaxNotifyFailure>, _ error: Int) -> Next {
        emit(.walkGivenUp, t)
        f.locals.error = error
        f.locals.isLeaving = true
        return .next
    }

    /// Whether a callback that was given up still runs this line.
    private mutating func isWayOut(
        _ t: TaskID, _ f: Activation<XfsDaxNotifyFailure>, _ line: CallbackStep
    ) -> Bool {
        guard line.mode == .runs, !line.onlyOnError else { return false }
        switch line.action {
        case .thawKernel, .thawUser: return f.locals.isPastFreeze && holds(.thawsOnEveryWayOut, t)
        case .shutdown: return holds(.shutsDownOnEveryWayOut, t)
        case .releaseSuperBlock: return f.locals.holdsSuperBlock
        // Where nothing was to be done on the way, the callback has returned already.
        case .finish: return f.locals.hasWayOut
        default: return false
        }
    }
}
