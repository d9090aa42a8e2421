/// Writes the binary forms: bytes, varints (seven bits a byte, lowest first), little-endian words, and strings as
/// length and UTF-8.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    init() { bytes.reserveCapacity(512) }

    mutating func byte(_ value: UInt8) { bytes.append(value) }
    mutating func raw(_ values: some Sequence<UInt8>) { bytes.append(contentsOf: values) }

    mutating func varint(_ value: some UnsignedInteger) {
        var rest = UInt64(value)
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func count(_ value: Int) { varint(UInt(value)) }

    mutating func word(_ value: UInt64) {
        for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }

    mutating func string(_ text: String) {
        count(text.utf8.count)
        raw(text.utf8)
    }
}

/// Reads what `ByteWriter` wrote, from bytes that nobody vouches for.
struct ByteReader {
    private let bytes: [UInt8]
    private(set) var offset = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { offset == bytes.count }

    func error(_ found: String, _ expected: String, at offset: Int? = nil) -> CaseFormatError {
        CaseFormatError(offset: offset ?? self.offset, found: found, expected: expected)
    }

    mutating func byte(_ expected: String) throws(CaseFormatError) -> UInt8 {
        guard offset < bytes.count else { throw error("the end", expected) }
        defer { offset += 1 }
        return bytes[offset]
    }

    /// A byte that is 0 or 1.
    mutating func flag(_ expected: String) throws(CaseFormatError) -> Bool {
        let value = try byte(expected)
        guard value <= 1 else { throw error("\(value)", "\(expected) as 0 or 1", at: offset - 1) }
        return value == 1
    }

    /// A varint in its shortest form, at most `limit`.
    mutating func varint(_ limit: UInt64, _ expected: String) throws(CaseFormatError) -> UInt64 {
        let start = offset
        var value: UInt64 = 0
        for index in 0..<10 {
            let next = try byte(expected)
            let bits = UInt64(next & 0x7F)
            if index == 9 && bits > 1 { break }
            value |= bits << UInt64(7 * index)
            if next < 0x80 {
                guard next > 0 || index == 0 else { throw error("a padded number", expected, at: start) }
                guard value <= limit else { throw error("\(value)", "\(expected), at most \(limit)", at: start) }
                return value
            }
        }
        throw error("a number of more than 64 bits", expected, at: start)
    }

    mutating func count(_ limit: Int, _ expected: String) throws(CaseFormatError) -> Int {
        Int(try varint(UInt64(limit), expected))
    }

    mutating func word(_ expected: String) throws(CaseFormatError) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: 0, to: 64, by: 8) { value |= UInt64(try byte(expected)) << UInt64(shift) }
        return value
    }

    /// A string of at most `limit` bytes of UTF-8.
    mutating func string(_ limit: Int, _ expected: String) throws(CaseFormatError) -> String {
        let length = try count(limit, "the length of \(expected)")
        guard bytes.count - offset >= length else { throw error("the end", expected, at: bytes.count) }
        let start = offset
        offset += length
        guard let text = String(validating: bytes[start..<offset], as: UTF8.self) else {
            throw error("bytes that are not UTF-8", expected, at: start)
        }
        return text
    }

    /// A format's mark, then one digit: the version, which is returned.
    mutating func magic(
        _ mark: String, versions: ClosedRange<Int>, _ expected: String
    ) throws(CaseFormatError) -> Int {
        guard bytes.dropFirst(offset).starts(with: mark.utf8) else {
            throw error("other bytes", "\(expected), which begins with \(mark)\(versions.upperBound)")
        }
        let position = offset + mark.utf8.count
        let digit = position < bytes.count ? bytes[position] : nil
        guard let digit, let version = versions.first(where: { UInt8(ascii: "0") + UInt8($0) == digit }) else {
            let found = digit.map { quoted(String(UnicodeScalar($0))) } ?? "the end"
            throw error(found, "format version " + versions.map(String.init).joined(separator: " or "), at: position)
        }
        offset = position + 1
        return version
    }

    func requireEnd() throws(CaseFormatError) {
        guard isAtEnd else { throw error("\(bytes.count - offset) more bytes", "the end") }
    }

    /// Refuses bytes that mean something but that the writer would have written in another way.
    func requireSame(as writer: ByteWriter) throws(CaseFormatError) {
        guard writer.bytes != bytes else { return }
        let offset = zip(writer.bytes, bytes).enumerated().first { $1.0 != $1.1 }?.offset ?? bytes.count
        throw error("another way of writing the same", "the canonical one", at: offset)
    }
}
