/// Names one element of a table: a small number with a meaning of its own, so that an entry's slot cannot be taken for
/// a page table's. `none` names nothing.
protocol Handle: BitwiseCopyable, Hashable, Sendable {
    associatedtype RawValue: FixedWidthInteger & SignedInteger & BitwiseCopyable & Sendable
    var rawValue: RawValue { get }
    init(rawValue: RawValue)
}

extension Handle {
    /// The element at this place of the table.
    @inline(__always) init(_ index: Int) { self.init(rawValue: RawValue(truncatingIfNeeded: index)) }

    /// Its place in the table; below zero for `none`.
    @inline(__always) var index: Int { Int(rawValue) }

    @inline(__always) static var none: Self { Self(rawValue: -1) }
    @inline(__always) var isNone: Bool { rawValue < 0 }

    /// The first so many, in the order of the table.
    @inline(__always) static func first(_ count: Int) -> Handles<Self> { Handles(from: 0, to: count) }
}

/// Consecutive elements of a table.
struct Handles<Element: Handle>: Sequence, IteratorProtocol {
    private var position: Int
    private let end: Int

    @inline(__always) init(from first: Int, to end: Int) {
        position = first
        self.end = end
    }

    @inline(__always) mutating func next() -> Element? {
        guard position < end else { return nil }
        defer { position &+= 1 }
        return Element(position)
    }
}

/// A task, the reserved ones included.
struct TaskID: Handle {
    let rawValue: Int8
    static var all: Handles<TaskID> { first(Limits.tasks) }
    /// Those that a case may name.
    static var users: Handles<TaskID> { first(Limits.userTasks) }
    static var closer: TaskID { TaskID(Limits.closer) }
    static var inodegcWorker: TaskID { TaskID(Limits.inodegcWorker) }
    var isUser: Bool { index < Limits.userTasks }
}

/// A thread group with its address space.
struct ProcessID: Handle {
    let rawValue: Int8
    static var all: Handles<ProcessID> { first(Limits.processes) }
    /// Its descriptor slots.
    var descriptors: Handles<DescriptorID> {
        Handles(from: descriptor(0).index, to: descriptor(Limits.descriptors).index)
    }
    @inline(__always) func descriptor(_ slot: Int) -> DescriptorID {
        DescriptorID(index &* Limits.descriptors &+ slot)
    }
}

/// A set of thread groups.
struct ProcessSet: BitwiseCopyable, Sendable {
    private var bits: UInt16 = 0
    var isEmpty: Bool { bits == 0 }
    func contains(_ process: ProcessID) -> Bool { bits & 1 << UInt16(process.index) != 0 }
    mutating func insert(_ process: ProcessID) { bits |= 1 << UInt16(process.index) }
}

/// An inode, and its address space (`i_mapping`).
struct InodeID: Handle {
    let rawValue: Int8
    static var all: Handles<InodeID> { first(Limits.inodes) }
    /// Files are spread over the allocation groups by inode number.
    @inline(__always) var group: GroupID { GroupID(index % Limits.groups) }
    /// The slot of one of its pages: extent, promise, and the entry of `i_pages` that begins there.
    @inline(__always) func page(_ page: Page) -> EntryID { EntryID(index &* Limits.filePages &+ page.index) }
}

/// A page of a file: `pgoff_t`.
struct Page: Handle, Comparable {
    let rawValue: Int8
    static func < (a: Page, b: Page) -> Bool { a.rawValue < b.rawValue }
    @inline(__always) static func + (page: Page, count: Int) -> Page { Page(page.index &+ count) }
    @inline(__always) static func - (a: Page, b: Page) -> Int { a.index &- b.index }
    /// The first page of the PMD range that it lies in.
    @inline(__always) var pmdHead: Page { Page(index & ~(Limits.pmdPages - 1)) }
}

/// A slot of an inode's `i_pages`, and of what else a file has for each page.
struct EntryID: Handle {
    let rawValue: Int8
    static var all: Handles<EntryID> { first(Limits.inodes * Limits.filePages) }
    @inline(__always) var inode: InodeID { InodeID(index / Limits.filePages) }
    @inline(__always) var page: Page { Page(index & (Limits.filePages - 1)) }
}

/// A block of the device and its page frame: `pfn` and sector are one number here.
struct BlockID: Handle, Comparable {
    let rawValue: Int8
    static var all: Handles<BlockID> { first(Limits.blocks) }
    /// One of the eight parts that the blocks are told apart by: neighbours, and the first ones of each group, differ.
    @inline(__always) var eighth: Int { (index ^ index &>> 3) & 7 }
    @inline(__always) static func < (a: BlockID, b: BlockID) -> Bool { a.rawValue < b.rawValue }
    @inline(__always) static func + (block: BlockID, count: Int) -> BlockID { BlockID(block.index &+ count) }
}

/// An allocation group.
struct GroupID: Handle {
    let rawValue: Int8
    static var all: Handles<GroupID> { first(Limits.groups) }
    /// Its first block, which holds its headers.
    @inline(__always) var firstBlock: BlockID { BlockID(index &* Limits.groupBlocks) }
    /// The block behind its last.
    @inline(__always) var endBlock: BlockID { GroupID(index &+ 1).firstBlock }
    @inline(__always) var blocks: Handles<BlockID> { Handles(from: firstBlock.index, to: endBlock.index) }
}

/// A virtual memory area.
struct AreaID: Handle {
    let rawValue: Int8
    static var all: Handles<AreaID> { first(Limits.areas) }
    /// The entry for a page of it, counted from its beginning.
    @inline(__always) func pte(_ page: Int) -> PteID { PteID(index &* Limits.filePages &+ page) }
}

/// A page-table entry of a virtual memory area.
struct PteID: Handle {
    let rawValue: Int16
}

/// An open file description.
struct FileID: Handle {
    let rawValue: Int8
    static var all: Handles<FileID> { first(Limits.files) }
}

/// A descriptor slot of a process.
struct DescriptorID: Handle {
    let rawValue: Int8
}

/// A frame of a task's kernel stack.
struct FrameID: Handle {
    let rawValue: Int16
    @inline(__always) init(rawValue: Int16) { self.rawValue = rawValue }
    @inline(__always) init(of task: TaskID, depth: Int) { self.init(task.index &* Limits.stackDepth &+ depth) }
}

/// An operation of the loaded case, by its place.
struct OperationIndex: Handle {
    let rawValue: Int8
}

/// A fault of the loaded case, by its place.
struct FaultIndex: Handle {
    let rawValue: Int8
}

/// A name of the root directory.
struct NameID: Handle {
    let rawValue: Int8
    static var all: Handles<NameID> { first(Limits.names) }
}

/// A binding of the device to its driver, counted from 1; each has page structs and a dax_device of its own.
struct Binding: Handle, Comparable {
    let rawValue: Int8
    /// The last one that there can be.
    static var last: Binding { Binding(Limits.epochs) }
    var next: Binding { Binding(index + 1) }
    /// All bindings from the first to this one.
    var andEarlier: Handles<Binding> { Handles(from: 1, to: index + 1) }
    static func < (a: Binding, b: Binding) -> Bool { a.rawValue < b.rawValue }
}

/// Consecutive pages of a file, from `first` up to but not including `end`.
///
/// The one way to go over pages: `for page in range` inside a step; and where each page is a step of its own, the frame
/// keeps what is `left` and takes `left.popFirst()`.
struct Pages: BitwiseCopyable, Hashable, Sendable, Sequence {
    var first: Page
    var end: Page

    init(_ first: Page, upTo end: Page) {
        self.first = first
        self.end = end
    }

    init(_ first: Page, count: Int) { self.init(first, upTo: first + count) }

    /// All pages that a file can have.
    static var wholeFile: Pages { Pages(Page(0), count: Limits.filePages) }
    /// No pages.
    static var none: Pages { Pages(Page(0), count: 0) }

    var isEmpty: Bool { end <= first }
    var count: Int { Swift.max(0, end - first) }
    @inline(__always) func contains(_ page: Page) -> Bool { page >= first && page < end }

    /// What both have; empty where they do not meet.
    func intersection(_ other: Pages) -> Pages {
        Pages(Swift.max(first, other.first), upTo: Swift.max(Swift.max(first, other.first), Swift.min(end, other.end)))
    }

    /// Goes on to the second page.
    /// - Precondition: it is not empty.
    @inline(__always) mutating func removeFirst() { first = first + 1 }

    /// The first page, which is then no longer part of it.
    mutating func popFirst() -> Page? {
        guard !isEmpty else { return nil }
        defer { first = first + 1 }
        return first
    }

    @inline(__always) func makeIterator() -> Handles<Page> { Handles(from: first.index, to: end.index) }
}
