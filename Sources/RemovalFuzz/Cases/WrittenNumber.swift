import DAXModel

/// How a number among a call's arguments is written and spoken of.
protocol WrittenNumber: OperationNumber {
    /// What it is, for messages.
    static var noun: String { get }
    /// A word before it.
    static var keyword: String? { get }
    /// A letter that it starts with.
    static var prefix: String { get }
}

extension WrittenNumber {
    static var keyword: String? { nil }
    static var prefix: String { "" }

    /// "a file from f0 to f3".
    static var expected: String { "a \(noun) from \(prefix)\(range.lowerBound) to \(prefix)\(range.upperBound)" }
    /// "f2".
    var text: String { "\(Self.prefix)\(rawValue)" }
}

extension FileName: WrittenNumber {
    static var noun: String { "file" }
    static var prefix: String { "f" }
}

extension DescriptorSlot: WrittenNumber {
    static var noun: String { "descriptor" }
    static var prefix: String { "d" }
}

extension MappingSlot: WrittenNumber {
    static var noun: String { "mapping" }
    static var prefix: String { "m" }
}

extension UserTask: WrittenNumber {
    static var noun: String { "task" }
    static var prefix: String { "t" }
}

extension MappingPage: WrittenNumber {
    static var noun: String { "page" }
    static var keyword: String? { "page" }
}

extension FileSize: WrittenNumber {
    static var noun: String { "size in pages" }
    static var keyword: String? { "size" }
}

extension Rounds: WrittenNumber {
    static var noun: String { "number of rounds" }
}

extension PageRange {
    static let expected = "first page + number of pages, at least one, inside pages 0 to \(Limits.filePages - 1)"
    /// "0+4".
    var text: String { "\(first)+\(count)" }
}
