/// What one run of a case shows to user space and to the kernel log, in words that the model and a kernel share.
public struct Outcome: Hashable, Sendable {
    /// One start of an operation.
    public struct Call: Hashable, Sendable {
        /// The operation's id.
        public var operation: Int
        public var task: Int
        /// It slept: others went on before it had ended.
        public var slept = false
        /// "0", pages read or written, "data of op 4", "EIO", "SIGBUS/BUS_ADRERR", "OOPS", "killed", "unfinished".
        public var result: String
    }

    /// A page that a file holds, by the operation that wrote it; 0 for zeroes.
    public typealias Page = Int

    /// What a name led to after rebind and remount.
    public enum File: Hashable, Sendable {
        case absent
        case pages([Page])
    }

    /// In the order in which they began.
    public var calls: [Call] = []
    /// Leaders of the thread groups that the removal has signalled, ascending.
    public var signalled: [Int] = []
    /// `xfs_force_shutdown` flags in the order in which they were reported.
    public var shutdowns: [Int] = []
    /// For each task that died in the kernel: names of functions, innermost first.
    public var oopses: [[String]] = []
    /// Tasks that could not be killed at the end, ascending; nil where that is not known.
    public var left: [Int]?
    /// Umount after the case: "0", "EINVAL" (there was no mount), "EBUSY", "hung", "OOPS"; nil where it is not known.
    public var umount: String?
    /// Mount after rebind: "0" or an error; nil where it is not known.
    public var mount: String?
    /// By name; nil where nothing was mounted.
    public var files: [File]?
    /// Umount after that; nil where there was none.
    public var lastUmount: String?
    /// `xfs_repair -n` found nothing to mend; nil where it was not run.
    public var isConsistent: Bool?

    public init() {}
}
