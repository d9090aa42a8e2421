import CZstd

/// One zstd frame, in memory. The only file that calls libzstd.
enum Zstd {
    /// Why a frame could not be decompressed.
    struct Failure: Error {
        var detail: String
    }

    /// Compresses `content` to one frame that names the content's count.
    static func compress(_ content: [UInt8], level: Int) -> [UInt8] {
        let level = max(Int(ZSTD_minCLevel()), min(level, Int(ZSTD_maxCLevel())))
        let capacity = largestCompressedCount(for: content.count)
        return [UInt8](unsafeUninitializedCapacity: capacity) { output, count in
            content.withUnsafeBytes { input in
                count = ZSTD_compress(output.baseAddress, capacity, input.baseAddress, input.count, Int32(level))
            }
            precondition(ZSTD_isError(count) == 0, "zstd has room for every frame and a level that it knows")
        }
    }

    /// Decompresses `frame`, which has to be exactly one frame with exactly `count` bytes of content.
    ///
    /// The output is allocated once, with `count` bytes; zstd writes into it without a window of its own and stops
    /// where it ends, however much more the frame holds.
    static func decompress(_ frame: ArraySlice<UInt8>, count: Int) throws(Failure) -> [UInt8] {
        try frame.withUnsafeBufferPointer { (elements) throws(Failure) in
            let input = UnsafeRawBufferPointer(elements)
            try checkShape(of: input, count: count)
            var result = 0
            let content = [UInt8](unsafeUninitializedCapacity: count) { output, written in
                result = ZSTD_decompress(output.baseAddress, count, input.baseAddress, input.count)
                written = ZSTD_isError(result) == 0 ? result : 0
            }
            guard ZSTD_isError(result) == 0 else {
                throw Failure(detail: "zstd: \(String(cString: ZSTD_getErrorName(result)))")
            }
            guard content.count == count else {
                throw Failure(detail: "its content has \(content.count) bytes where its header says \(count)")
            }
            return content
        }
    }

    /// How many bytes a frame with `count` bytes of content can have at most.
    static func largestCompressedCount(for count: Int) -> Int {
        let bound = ZSTD_compressBound(count)
        precondition(ZSTD_isError(bound) == 0, "a count that zstd can compress")
        return bound
    }

    /// Refuses what is no zstd frame, or more than one, or one that disagrees with the header around it.
    private static func checkShape(of input: UnsafeRawBufferPointer, count: Int) throws(Failure) {
        guard input.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) else {
            throw Failure(detail: "its content is not a zstd frame")
        }
        let frameCount = ZSTD_findFrameCompressedSize(input.baseAddress, input.count)
        guard ZSTD_isError(frameCount) == 0 else {
            throw Failure(detail: "zstd: \(String(cString: ZSTD_getErrorName(frameCount)))")
        }
        guard frameCount == input.count else {
            throw Failure(detail: "\(input.count - frameCount) bytes follow its zstd frame")
        }
        let declared = ZSTD_getFrameContentSize(input.baseAddress, input.count)
        guard declared == UInt64(count) else {
            throw Failure(detail: "its zstd frame does not name the content's count that its header names")
        }
    }
}
