/// A small number in an operation's call that means one thing. Each meaning has a type, so that a slot of mappings
/// cannot stand where a descriptor is asked for.
///
/// Numbers out of range can be written down, since stored cases are hostile; validation refuses them.
public protocol OperationNumber: BitwiseCopyable, Hashable, Sendable, ExpressibleByIntegerLiteral {
    var rawValue: UInt8 { get }
    init(_ rawValue: UInt8)
    /// The numbers that a valid operation may have.
    static var range: ClosedRange<Int> { get }
}

extension OperationNumber {
    public init(integerLiteral value: UInt8) { self.init(value) }
    /// The number, for use as an index or in a sum.
    @inline(__always) public var number: Int { Int(rawValue) }
}

/// A name in the file system's only directory.
public struct FileName: OperationNumber {
    public let rawValue: UInt8
    public init(_ rawValue: UInt8) { self.rawValue = rawValue }
    public static var range: ClosedRange<Int> { 0...Limits.names - 1 }
}

/// A place for an open file in each process, as a workload names it.
public struct DescriptorSlot: OperationNumber {
    public let rawValue: UInt8
    public init(_ rawValue: UInt8) { self.rawValue = rawValue }
    public static var range: ClosedRange<Int> { 0...Limits.descriptors - 1 }
}

/// A place for a mapping in each process, as a workload names it.
public struct MappingSlot: OperationNumber {
    public let rawValue: UInt8
    public init(_ rawValue: UInt8) { self.rawValue = rawValue }
    public static var range: ClosedRange<Int> { 0...Limits.mappings - 1 }
}

/// A task that a case may name; the reserved ones are none of them.
public struct UserTask: OperationNumber {
    public let rawValue: UInt8
    public init(_ rawValue: UInt8) { self.rawValue = rawValue }
    public static var range: ClosedRange<Int> { 0...Limits.userTasks - 1 }
}

/// A page of a mapping, counted from the mapping's first one.
public struct MappingPage: OperationNumber {
    public let rawValue: UInt8
    public init(_ rawValue: UInt8) { self.rawValue = rawValue }
    public static var range: ClosedRange<Int> { 0...Limits.filePages - 1 }
}

/// A file's size in pages.
public struct FileSize: OperationNumber {
    public let rawValue: UInt8
    public init(_ rawValue: UInt8) { self.rawValue = rawValue }
    public static var range: ClosedRange<Int> { 0...Limits.filePages }
}

/// How often a loop goes round.
public struct Rounds: OperationNumber {
    public let rawValue: UInt8
    public init(_ rawValue: UInt8) { self.rawValue = rawValue }
    public static var range: ClosedRange<Int> { 1...Limits.rounds }
}

/// Pages of a file, one after another.
public struct PageRange: BitwiseCopyable, Hashable, Sendable {
    public var first: UInt8
    public var count: UInt8

    public init(_ first: UInt8, count: UInt8) {
        self.first = first
        self.count = count
    }

    /// The page after the last one.
    @inline(__always) public var end: Int { Int(first) + Int(count) }
    /// It has at least one page and lies inside a file's largest size.
    public var isInFile: Bool { count >= 1 && end <= Limits.filePages }
}

/// What `mmap` is asked for. One set, because the kernel asks for combinations: only a shared writable mapping needs a
/// writable file.
public struct MmapFlags: OptionSet, BitwiseCopyable, Hashable, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// MAP_SHARED rather than MAP_PRIVATE.
    public static let shared = MmapFlags(rawValue: 1 << 0)
    /// PROT_WRITE.
    public static let write = MmapFlags(rawValue: 1 << 1)
    /// MAP_SYNC; without `shared` it means nothing.
    public static let sync = MmapFlags(rawValue: 1 << 2)
}

/// What a process does with SIGBUS.
public enum SigbusAction: UInt8, BitwiseCopyable, Hashable, Sendable {
    case standard, handler, ignore
}
