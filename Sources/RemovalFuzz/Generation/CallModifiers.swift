import DAXModel

/// Bits of calls that change what a kind does. A swarm mask switches them off one by one.
public struct CallModifiers: OptionSet, Hashable, Sendable {
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// `mmap`: MAP_SHARED rather than MAP_PRIVATE.
    public static let shared = CallModifiers(rawValue: 1 << 0)
    /// `mmap`, `mprotect`, `open`: for writing.
    public static let write = CallModifiers(rawValue: 1 << 1)
    /// `mmap`: MAP_SYNC.
    public static let sync = CallModifiers(rawValue: 1 << 2)
    /// `sigaction`: a handler; `sigprocmask`: block SIGBUS; `mceKill`: early; `chdir`: into the mount.
    public static let enable = CallModifiers(rawValue: 1 << 3)
    /// `sigaction`: SIG_IGN.
    public static let ignore = CallModifiers(rawValue: 1 << 4)
    /// `fallocate`: beyond the size.
    public static let keepSize = CallModifiers(rawValue: 1 << 5)
    /// `repeat`: beside the operations that follow.
    public static let background = CallModifiers(rawValue: 1 << 6)

    /// Each of them, in an order that the draws of a mask depend on.
    static let each = [shared, write, sync, enable, ignore, keepSize, background]
}

extension Operation.Call {
    /// The modifiers that are set.
    public var modifiers: CallModifiers {
        switch self {
        case .open(_, _, let write), .mprotect(_, let write): write ? .write : []
        case .mmap(_, _, _, let flags):
            [
                flags.contains(.shared) ? .shared : [], flags.contains(.write) ? .write : [],
                flags.contains(.sync) ? .sync : [],
            ]
        case .fallocate(_, _, let keepSize): keepSize ? .keepSize : []
        case .sigaction(let action): action == .handler ? .enable : action == .ignore ? .ignore : []
        case .sigprocmask(let enable), .mceKill(let enable), .chdir(let enable): enable ? .enable : []
        case .repeat(_, let background): background ? .background : []
        default: []
        }
    }
}
