// Invariant I6: a data or metadata call that begins after the shutdown never reports success; mmap, close and munmap
// still succeed. A real kernel shows the result of the call.

extension Machine {
    @inline(__always) mutating func errnoTableHears(_ event: Event, _ t: TaskID) {
        switch event {
        case .operationBegins:
            operationStarts[t] = OperationStart(shutdown: sb.state == .active && sb.shutdown != .none)
        case .operationEnded(let result): judgeResult(t, result)
        default: break
        }
    }

    private mutating func judgeResult(_ t: TaskID, _ result: Int) {
        guard !tasks[t].operation.isNone, operationStarts[t].shutdown, result >= 0 else { return }
        // Another mount than the one that was shut down answered, or none.
        guard sb.state == .active, sb.shutdown != .none else { return }
        let operation = operations[tasks[t].operation]
        switch operation.kind {
        case .rename where operation.renamesToItself:
            // vfs_rename is done before it asks the file system: both names are one.
            break
        case .open, .create, .unlink, .rename, .read, .write, .fsync, .truncate, .fallocate, .punch:
            report(
                t,
                Violation(
                    oracle: .errno, object: .file, step: StepID(frames[FrameID(of: t, depth: 0)].path, 0),
                    caller: StepID(frames[FrameID(of: t, depth: 1)].path, 0),
                    detail: .succeededAfterShutdown, observable: .errno))
        default:
            break
        }
    }
}
