public import SystemPackage

/// Some bytes, compressed, in a container that notices every flipped bit and every cut.
///
/// A packed frame is a header of 48 bytes and one zstd frame, and nothing else. All numbers are little-endian:
///
/// | bytes  | field                                                              |
/// |--------|--------------------------------------------------------------------|
/// | 0..<12 | magic: the header of a zstd skippable frame of 40 bytes, then `RMFZ` |
/// | 12, 13 | container version, 1                                               |
/// | 14, 15 | flags, 0                                                           |
/// | 16..<24 | count of the content's bytes                                      |
/// | 24..<32 | count of the zstd frame's bytes                                   |
/// | 32..<48 | 128 bits of SHA-256 over bytes 0..<32 and the zstd frame          |
///
/// zstd skips the header, so that `zstd -dc` prints the content. The hash stands outside and covers the *compressed*
/// bytes: zstd's own checksum misses some flipped bits.
public enum PackedFrame {
    /// The version of the container that this build writes, and the only one that it reads.
    public static let version: UInt16 = 1

    /// How many bytes stand before the zstd frame.
    public static let headerSize = 48

    /// How many bytes of content are allowed where nothing else is said: 16 MiB.
    public static let defaultLimit = 16 << 20

    /// The zstd level used where nothing else is said.
    public static let defaultLevel = 9

    /// Compresses `payload` and puts it into a container.
    ///
    /// The result depends on the payload, the level and the version of libzstd, and on nothing else.
    ///
    /// - Parameters:
    ///   - payload: Any bytes, none included.
    ///   - level: zstd's compression level; levels that zstd does not have are taken as the nearest it has.
    /// - Returns: The header and the zstd frame, about 60 bytes where the payload is empty.
    public static func pack(_ payload: [UInt8], level: Int = defaultLevel) -> [UInt8] {
        let compressed = Zstd.compress(payload, level: level)
        let header = FrameHeader(contentCount: UInt64(payload.count), compressedCount: UInt64(compressed.count))
        return header.fields + header.hash(with: compressed[...]).bytes + compressed
    }

    /// Checks a container and returns its content, exactly as it was packed.
    ///
    /// Nothing is allocated before the hash has been checked, and never more than the content's count, which is at
    /// most `limit`. A container that lies about its content (a bomb) is refused when the content outgrows that count.
    ///
    /// - Parameters:
    ///   - bytes: The whole container.
    ///   - limit: The largest count of bytes that the content may have.
    ///   - origin: The path that an error names.
    public static func unpack(
        _ bytes: [UInt8], limit: Int = defaultLimit, origin: FilePath = "(memory)"
    ) throws(CorpusError) -> [UInt8] {
        let header = try FrameHeader(readingFrom: bytes, origin: origin)
        let compressed = bytes[headerSize...]
        guard header.hash(with: compressed).bytes == Array(bytes[FrameHeader.hashedCount..<headerSize]) else {
            throw .damaged(origin, detail: "its hash does not match its bytes")
        }
        guard header.flags == 0 else {
            throw .unsupportedVersion(origin, version: version, flags: header.flags)
        }
        guard header.contentCount <= UInt64(limit) else {
            throw .tooLarge(origin, size: header.contentCount, limit: UInt64(limit))
        }
        do throws(Zstd.Failure) {
            return try Zstd.decompress(compressed, count: Int(header.contentCount))
        } catch {
            throw .damaged(origin, detail: error.detail)
        }
    }

    /// The largest container that can hold `limit` bytes of content.
    public static func largestSize(forLimit limit: Int) -> Int {
        headerSize + Zstd.largestCompressedCount(for: limit)
    }
}
