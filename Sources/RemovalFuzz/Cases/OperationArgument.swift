import DAXModel

/// One argument of an operation as it is written.
enum OperationArgument: Sendable {
    /// One number, for example `d0` or `page 2`.
    case number(NumberArgument)
    /// First page and number of pages: `pages 0+4`.
    case pages
    /// A word that is always there and says nothing: `dontneed`.
    case word(String)
    /// Exactly one of several words; together their flags are the ones that the choice decides.
    case choice([(word: String, flags: OperationFlags)])
    /// A word that may be left out.
    case option(String, OperationFlags)

    static let file = number(NumberArgument(.file, "file", prefix: "f", 0...Limits.names - 1))
    /// The new name of a `rename`.
    static let newName = number(NumberArgument(.page, "file", prefix: "f", 0...Limits.names - 1))
    static let descriptor = number(NumberArgument(.descriptor, "descriptor", prefix: "d", 0...Limits.descriptors - 1))
    static let mapping = number(NumberArgument(.mapping, "mapping", prefix: "m", 0...Limits.mappings - 1))
    static let target = number(NumberArgument(.target, "task", prefix: "t", 0...Limits.userTasks - 1))
    static let page = number(NumberArgument(.page, "page", keyword: "page", 0...Limits.filePages - 1))
    /// A file's size in pages.
    static let size = number(NumberArgument(.page, "size in pages", keyword: "size", 0...Limits.filePages))
    static let times = number(NumberArgument(.page, "number of rounds", 1...Operation.repeatLimit))
    static let sharing = choice([("shared", .shared), ("private", [])])
    static let protection = choice([("read-only", []), ("write", .write)])

    /// Index of the word that an operation's flags select. Where they select none, the first word that is part of
    /// them (a handler that is also ignored is a handler).
    static func selected(_ words: [(word: String, flags: OperationFlags)], by flags: OperationFlags) -> Int {
        let relevant = flags.intersection(words.reduce(into: []) { $0.formUnion($1.flags) })
        return words.firstIndex { $0.flags == relevant }
            ?? words.firstIndex { !$0.flags.isEmpty && relevant.isSuperset(of: $0.flags) }!
    }
}

/// One number among an operation's arguments: where it is kept, how it is written, and its bounds.
struct NumberArgument: Sendable {
    /// The fields of an operation that arguments are kept in.
    enum Field: Sendable { case file, descriptor, mapping, page, target }

    let field: Field
    /// What it is, for messages.
    let noun: String
    /// A word before it.
    let keyword: String?
    /// A letter that it starts with.
    let prefix: String
    let range: ClosedRange<Int>

    init(_ field: Field, _ noun: String, keyword: String? = nil, prefix: String = "", _ range: ClosedRange<Int>) {
        self.field = field
        self.noun = noun
        self.keyword = keyword
        self.prefix = prefix
        self.range = range
    }

    /// "a file from f0 to f3".
    var expected: String { "a \(noun) from \(prefix)\(range.lowerBound) to \(prefix)\(range.upperBound)" }
}

extension Operation {
    /// Most rounds of a `repeat`.
    public static var repeatLimit: Int { 64 }

    subscript(field: NumberArgument.Field) -> UInt8 {
        get {
            switch field {
            case .file: file
            case .descriptor: descriptor
            case .mapping: mapping
            case .page: page
            case .target: target
            }
        }
        set {
            switch field {
            case .file: file = newValue
            case .descriptor: descriptor = newValue
            case .mapping: mapping = newValue
            case .page: page = newValue
            case .target: target = newValue
            }
        }
    }
}
