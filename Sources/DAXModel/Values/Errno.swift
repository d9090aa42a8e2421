/// Error numbers as the kernel's paths return them: negative, zero for success.
enum Errno {
    static var EPERM: Int { -1 }
    static var ENOENT: Int { -2 }
    static var EINTR: Int { -4 }
    static var EIO: Int { -5 }
    static var ENXIO: Int { -6 }
    static var EBADF: Int { -9 }
    static var EAGAIN: Int { -11 }
    static var ENOMEM: Int { -12 }
    static var EACCES: Int { -13 }
    static var EFAULT: Int { -14 }
    static var EBUSY: Int { -16 }
    static var EEXIST: Int { -17 }
    static var ENODEV: Int { -19 }
    static var EINVAL: Int { -22 }
    static var ENFILE: Int { -23 }
    static var ENOSPC: Int { -28 }
    static var EROFS: Int { -30 }
    static var ENODATA: Int { -61 }
    static var EOPNOTSUPP: Int { -95 }
    static var EFSCORRUPTED: Int { -117 }
}

extension Operation {
    /// The result is a signal that the task's own access brought about.
    public static func isSignal(result: Int) -> Bool {
        result == UserResult.sigbusAddress || result == UserResult.sigsegv
    }

    /// The kernel's name of a result below zero ("EIO"), a signal ("SIGBUS/BUS_ADRERR"), or the number itself.
    public static func describe(result: Int) -> String {
        switch result {
        case Errno.EPERM: "EPERM"
        case Errno.ENOENT: "ENOENT"
        case Errno.EINTR: "EINTR"
        case Errno.EIO: "EIO"
        case Errno.ENXIO: "ENXIO"
        case Errno.EBADF: "EBADF"
        case Errno.EAGAIN: "EAGAIN"
        case Errno.ENOMEM: "ENOMEM"
        case Errno.EACCES: "EACCES"
        case Errno.EFAULT: "EFAULT"
        case Errno.EBUSY: "EBUSY"
        case Errno.EEXIST: "EEXIST"
        case Errno.ENODEV: "ENODEV"
        case Errno.EINVAL: "EINVAL"
        case Errno.ENFILE: "ENFILE"
        case Errno.ENOSPC: "ENOSPC"
        case Errno.EROFS: "EROFS"
        case Errno.ENODATA: "ENODATA"
        case Errno.EOPNOTSUPP: "EOPNOTSUPP"
        case Errno.EFSCORRUPTED: "EFSCORRUPTED"
        case UserResult.sigbusAddress: "SIGBUS/BUS_ADRERR"
        case UserResult.sigsegv: "SIGSEGV"
        case UserResult.killed: "killed"
        default: String(result)
        }
    }
}

/// How a user access ended when it did not return a value.
enum UserResult {
    /// The task's own access failed: SIGBUS with `BUS_ADRERR`.
    static var sigbusAddress: Int { -1001 }
    /// No mapping at the address, or one that forbids the access.
    static var sigsegv: Int { -1002 }
    /// A fatal signal ended the task before the operation could.
    static var killed: Int { -1003 }
}
