/// Reads archives in cpio's form `newc` as the kernel does; nil where it would complain.
struct NewcReader {
    struct Entry: Hashable {
        var name: String
        var mode: UInt32
        var owner: [Int]
        var time: Int
        var content: [UInt8]
    }

    /// The entries of all archives that stand one after the other.
    static func entries(_ bytes: [UInt8]) -> [Entry]? {
        var reader = NewcReader(bytes: bytes)
        var entries: [Entry] = []
        while !reader.skipZeros() {
            guard let entry = reader.next() else { return nil }
            if entry.name != "TRAILER!!!" { entries.append(entry) }
        }
        return entries
    }

    private let bytes: [UInt8]
    private var position = 0

    private init(bytes: [UInt8]) { self.bytes = bytes }

    /// Whether nothing but zeros was left.
    private mutating func skipZeros() -> Bool {
        while position < bytes.count, bytes[position] == 0 { position += 1 }
        return position == bytes.count
    }

    private mutating func next() -> Entry? {
        guard position % 4 == 0, let magic = take(6), magic.elementsEqual("070701".utf8) else { return nil }
        var fields: [Int] = []
        for _ in 0..<13 {
            guard let digits = take(8), let field = Int(String(decoding: digits, as: UTF8.self), radix: 16) else {
                return nil
            }
            fields.append(field)
        }
        guard let name = take(fields[11]), name.last == 0, align(), let content = take(fields[6]), align() else {
            return nil
        }
        return Entry(
            name: String(decoding: name.dropLast(), as: UTF8.self), mode: UInt32(fields[1]),
            owner: [fields[2], fields[3]], time: fields[5], content: Array(content))
    }

    private mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard count <= bytes.count - position else { return nil }
        defer { position += count }
        return bytes[position..<position + count]
    }

    private mutating func align() -> Bool { take((4 - position % 4) % 4)?.allSatisfy { $0 == 0 } ?? false }
}
