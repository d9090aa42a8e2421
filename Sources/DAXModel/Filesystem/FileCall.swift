/// A system call on a descriptor. Where threads share the descriptors, the open file is held while it runs, so that
/// another thread's close cannot end it.
/// FIFREEZE and FITHAW work through a descriptor too, also on a file system that was shut down.
struct FileCall: KernelPath {
    enum Step: UInt8, PathSteps {
        case fdget, fdput
    }
    static var path: Path { .file_call }
    /// The open file that is held.
    var held = FileID.none
}

extension Machine {
    mutating func fileCall(_ t: TaskID, _ f: Activation<FileCall>) -> Next {
        switch f.step {
        case .fdget:
            let operation = currentOperation(t)
            let file = openFile(t, operation)
            guard !file.isNone, files[file].writable || !needsWritable(operation.kind) else {
                return .done(Errno.EBADF)
            }
            if processes[tasks[t].process].threads > 1 {
                files[file].references += 1
                f.locals.held = file
            }
            return callOnFile(t, operation.kind, files[file].inode)
        case .fdput:
            guard !f.locals.held.isNone else { return .done(result(t)) }
            return callThenReturn(t, Fput(file: f.locals.held, returns: result(t)))
        }
    }

    /// What the call does with the file; `OperationKind.fileCallee` names the same paths.
    private mutating func callOnFile(_ t: TaskID, _ kind: OperationKind, _ inode: InodeID) -> Next {
        switch kind {
        case .read: call(t, XfsFileRead(inode: inode))
        case .write: call(t, XfsFileWrite(inode: inode))
        case .fsync: call(t, XfsFileFsync(inode: inode, range: .wholeFile))
        case .truncate, .fallocate, .punch: call(t, ChangeLayout(inode: inode))
        case .freeze: call(t, FreezeSuper(holder: .userspace))
        case .thaw: call(t, ThawSuper(holder: .userspace))
        default: preconditionFailure("not a call on a descriptor")
        }
    }

    private func needsWritable(_ kind: OperationKind) -> Bool {
        switch kind {
        case .write, .truncate, .fallocate, .punch: true
        default: false
        }
    }
}
