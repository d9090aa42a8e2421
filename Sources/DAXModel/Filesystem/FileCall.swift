/// A system call on a descriptor. Where threads share the descriptors, the open file is held while it runs, so that
/// another thread's close cannot end it.
/// FIFREEZE and FITHAW work through a descriptor too, also on a file system that was shut down.
enum FileCall: UInt8, PathSteps {
    case fdget, fdput
}

extension Machine {
    mutating func fileCall(_ t: Int, _ f: UnsafeMutablePointer<Frame>) -> Next {
        switch FileCall(rawValue: f.pointee.pc)! {
        case .fdget:
            let operation = currentOperation(t)
            let file = openFile(t, operation)
            guard file >= 0, files[file].writable || !needsWritable(operation.call) else { return .done(Errno.EBADF) }
            f.pointee.file = file
            if processes[tasks[t].process].threads > 1 {
                files[file].references += 1
                f.pointee.flags = .holds
            }
            guard let path = operation.kind.fileCallee else { preconditionFailure("not a call on a descriptor") }
            return call(t, path, inode: files[file].inode)
        case .fdput:
            guard f.pointee.flags.contains(.holds) else { return .done(result(t)) }
            return callThenReturn(t, .fput, file: f.pointee.file, value: result(t))
        }
    }

    private func needsWritable(_ call: Operation.Call) -> Bool {
        switch call {
        case .write, .truncate, .fallocate, .punch: true
        default: false
        }
    }
}
