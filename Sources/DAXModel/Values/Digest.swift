/// A 64-bit running hash of canonical values: what two executions must share to be called the same.
public struct Digest: BitwiseCopyable, Hashable, Sendable {
    /// Version of what is folded and how; part of every stored crasher.
    public static var version: UInt16 { 2 }

    public private(set) var value: UInt64 = 0x9E37_79B9_7F4A_7C15

    public init() {}

    /// Folds one value; the order matters.
    @inline(__always) public mutating func fold(_ word: UInt64) {
        let mixed = (value ^ word) &* 0xFF51_AFD7_ED55_8CCD
        value = mixed ^ (mixed >> 33)
    }

    @inline(__always) public mutating func fold(_ number: Int) { fold(UInt64(bitPattern: Int64(number))) }
    @inline(__always) public mutating func fold(_ flag: Bool) { fold(flag ? 1 as UInt64 : 0) }

    /// Hash of a text's UTF-8 bytes.
    public static func hash(_ text: String) -> UInt64 {
        var digest = Digest()
        for byte in text.utf8 { digest.fold(UInt64(byte)) }
        digest.fold(UInt64(text.utf8.count))
        return digest.value
    }
}
