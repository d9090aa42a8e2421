import SystemPackage

/// The fields of a packed frame's header that the hash covers; `PackedFrame` documents the layout.
struct FrameHeader {
    var flags: UInt16 = 0
    var contentCount: UInt64
    var compressedCount: UInt64

    /// How many bytes of the header the hash covers: all that stand before it.
    static let hashedCount = 32

    /// A zstd skippable frame's magic number and its size (40 bytes, all that is left of the header), then `RMFZ`.
    static let magic: [UInt8] = [0x5D, 0x2A, 0x4D, 0x18, 40, 0, 0, 0] + Array("RMFZ".utf8)

    init(contentCount: UInt64, compressedCount: UInt64) {
        self.contentCount = contentCount
        self.compressedCount = compressedCount
    }

    /// Reads the header of `bytes` and checks everything about it that needs neither the hash nor a limit.
    init(readingFrom bytes: [UInt8], origin: FilePath) throws(CorpusError) {
        guard !bytes.isEmpty else { throw .empty(origin) }
        guard Self.magic.starts(with: bytes.prefix(Self.magic.count)) else { throw .notPacked(origin) }
        let actual = UInt64(bytes.count)
        guard bytes.count >= PackedFrame.headerSize else {
            throw .truncated(origin, expected: UInt64(PackedFrame.headerSize), actual: actual)
        }
        let version = UInt16(truncatingIfNeeded: Self.number(in: bytes[12..<14]))
        flags = UInt16(truncatingIfNeeded: Self.number(in: bytes[14..<16]))
        contentCount = Self.number(in: bytes[16..<24])
        compressedCount = Self.number(in: bytes[24..<32])
        guard version == PackedFrame.version else {
            throw .unsupportedVersion(origin, version: version, flags: flags)
        }
        let present = actual - UInt64(PackedFrame.headerSize)
        guard compressedCount <= present else {
            let (expected, overflow) = compressedCount.addingReportingOverflow(UInt64(PackedFrame.headerSize))
            throw .truncated(origin, expected: overflow ? .max : expected, actual: actual)
        }
        guard compressedCount == present else {
            throw .trailingBytes(origin, count: present - compressedCount)
        }
    }

    /// The bytes of the header that stand before the hash.
    var fields: [UInt8] {
        Self.magic + Self.bytes(of: PackedFrame.version) + Self.bytes(of: flags) + Self.bytes(of: contentCount)
            + Self.bytes(of: compressedCount)
    }

    /// The hash that belongs into a container with this header and the zstd frame `compressed`.
    func hash(with compressed: ArraySlice<UInt8>) -> ContentHash {
        var digest = SHA256()
        digest.update(fields[...])
        digest.update(compressed)
        return digest.finish()
    }

    private static func number(in bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static func bytes(of number: some FixedWidthInteger) -> [UInt8] {
        (0..<number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
}
