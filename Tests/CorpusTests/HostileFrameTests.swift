import CZstd
import Corpus
import Foundation
import Testing

/// Containers whose hash is right and whose content is not what the header says: only an author can make them.
@Suite("Hostile frame")
struct HostileFrameTests {
    @Test("a bomb is refused for its declared size", arguments: [UInt64(1 << 30), .max])
    func honestBomb(declared: UInt64) throws {
        let bomb = forged(contentCount: declared, frame: try Self.sizedBomb.get())
        #expect(
            failure { _ = try PackedFrame.unpack(bomb, origin: "x") }
                == .tooLarge("x", size: declared, limit: UInt64(PackedFrame.defaultLimit)))
    }

    @Test("a bomb that lies about its size is refused in bounded memory", arguments: [false, true])
    func lyingBomb(contentSizeInFrame: Bool) throws {
        let frame = try (contentSizeInFrame ? Self.sizedBomb : Self.unsizedBomb).get()
        #expect(frame.count < 200_000)
        let before = peakKilobytes()
        for count in [UInt64(0), 100, 16 << 20] {
            let error = failure { _ = try PackedFrame.unpack(forged(contentCount: count, frame: frame)) }
            guard case .damaged? = error else {
                Issue.record("declared \(count): \(String(describing: error))")
                continue
            }
        }
        #expect(peakKilobytes() - before < 256 << 10)
    }

    @Test("a frame is refused when another follows it")
    func twoFrames() throws {
        let one = Array(PackedFrame.pack([1, 2, 3])[PackedFrame.headerSize...])
        let error = failure { _ = try PackedFrame.unpack(forged(contentCount: 6, frame: one + one)) }
        #expect(error == .damaged("(memory)", detail: "\(one.count) bytes follow its zstd frame"))
    }

    @Test(
        "a skippable frame, an empty one and other bytes are refused",
        arguments: [
            [0x5D, 0x2A, 0x4D, 0x18, 0, 0, 0, 0], [], [0x28, 0xB5, 0x2F, 0xFD], [1, 2, 3, 4, 5, 6, 7, 8],
        ] as [[UInt8]])
    func notAFrame(frame: [UInt8]) {
        let error = failure { _ = try PackedFrame.unpack(forged(contentCount: 0, frame: frame)) }
        #expect(error?.kind == .data)
    }

    @Test("flags that nobody has defined are refused")
    func flags() {
        let frame = Array(PackedFrame.pack([1])[PackedFrame.headerSize...])
        #expect(
            failure { _ = try PackedFrame.unpack(forged(contentCount: 1, flags: 2, frame: frame)) }
                == .unsupportedVersion("(memory)", version: 1, flags: 2))
    }

    private static let sizedBomb = Result { try zeros(gibibytes: 1, contentSizeInFrame: true) }
    private static let unsizedBomb = Result { try zeros(gibibytes: 1, contentSizeInFrame: false) }

    /// A container around `frame` whose hash is right.
    private func forged(contentCount: UInt64, flags: UInt16 = 0, frame: [UInt8]) -> [UInt8] {
        var fields = Array(PackedFrame.pack([]).prefix(14))
        fields += (0..<2).map { UInt8(truncatingIfNeeded: flags >> (8 * $0)) }
        for number in [contentCount, UInt64(frame.count)] {
            fields += (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
        }
        return fields + ContentHash(of: fields + frame).bytes + frame
    }

    /// One zstd frame of that many GiB of zeros, made without ever holding them.
    private static func zeros(gibibytes: Int, contentSizeInFrame: Bool) throws -> [UInt8] {
        let context = try #require(ZSTD_createCCtx())
        defer { ZSTD_freeCCtx(context) }
        ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, 1)
        if contentSizeInFrame { ZSTD_CCtx_setPledgedSrcSize(context, UInt64(gibibytes) << 30) }
        let chunk = [UInt8](repeating: 0, count: 16 << 20)
        var compressed = [UInt8](repeating: 0, count: 1 << 20)
        var output = ZSTD_outBuffer()
        try compressed.withUnsafeMutableBytes { buffer in
            output = ZSTD_outBuffer(dst: buffer.baseAddress, size: buffer.count, pos: 0)
            let chunkCount = gibibytes << 6
            for index in 1...chunkCount {
                try chunk.withUnsafeBytes { bytes in
                    var input = ZSTD_inBuffer(src: bytes.baseAddress, size: bytes.count, pos: 0)
                    let mode = index == chunkCount ? ZSTD_e_end : ZSTD_e_continue
                    while true {
                        let left = ZSTD_compressStream2(context, &output, &input, mode)
                        try #require(ZSTD_isError(left) == 0 && output.pos < output.size)
                        if input.pos == input.size && (mode == ZSTD_e_continue || left == 0) { break }
                    }
                }
            }
        }
        return Array(compressed.prefix(output.pos))
    }

    /// The most memory that the process has held so far.
    private func peakKilobytes() -> Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss
    }
}
