/// Cuts the bytes of a serial log into lines, whatever the bytes are.
///
/// A line ends with a line feed; carriage returns and NULs are dropped; a line keeps its first `limit` bytes; bytes that
/// are no UTF-8 become U+FFFD.
struct SerialLines: Sendable {
    static let usualLimit = 4096

    private let limit: Int
    private var line: [UInt8] = []
    private var began = false

    init(limit: Int = usualLimit) {
        self.limit = limit
    }

    /// Takes the next bytes and gives the lines that they complete.
    mutating func take(_ bytes: some Sequence<UInt8>) -> [String] {
        var lines: [String] = []
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\n"): lines.append(next())
            case UInt8(ascii: "\r"), 0: break
            default:
                began = true
                if line.count < limit { line.append(byte) }
            }
        }
        return lines
    }

    /// The last line, where the log ends within one.
    mutating func finish() -> String? { began ? next() : nil }

    private mutating func next() -> String {
        defer {
            line.removeAll(keepingCapacity: true)
            began = false
        }
        return String(decoding: line, as: UTF8.self)
    }
}
