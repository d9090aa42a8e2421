import Corpus
import Testing

@Suite("Packed frame")
struct PackedFrameTests {
    @Test("gives back what was packed", arguments: [0, 1, 2, 47, 63, 64, 65, 300, 4_096, 131_072, 1_000_003])
    func roundTrip(count: Int) throws {
        let seed = UInt64(count) &+ 7
        var generator = SeededGenerator(seed: seed)
        let payload = generator.bytes(count)
        let unpacked = try PackedFrame.unpack(PackedFrame.pack(payload))
        #expect(unpacked == payload, "seed \(seed)")
    }

    @Test("takes every level", arguments: [Int.min, -5, 0, 1, 9, 19, 22, Int.max])
    func levels(level: Int) throws {
        let payload = SeededGenerator.sample(seed: 3, count: 500)
        #expect(try PackedFrame.unpack(PackedFrame.pack(payload, level: level)) == payload)
    }

    @Test("refuses every single flipped bit", arguments: [0, 1, 40, 300])
    func flippedBits(count: Int) {
        let packed = PackedFrame.pack(SeededGenerator.sample(seed: 11, count: count))
        for position in packed.indices {
            for bit in 0..<8 {
                var flipped = packed
                flipped[position] ^= 1 << bit
                let error = failure { _ = try PackedFrame.unpack(flipped) }
                #expect(error?.kind == .data, "seed 11, byte \(position), bit \(bit)")
            }
        }
    }

    @Test("refuses a cut at every length", arguments: [0, 1, 40, 300])
    func cuts(count: Int) {
        let packed = PackedFrame.pack(SeededGenerator.sample(seed: 12, count: count))
        #expect(failure { _ = try PackedFrame.unpack([]) } == .empty("(memory)"))
        for length in 1..<packed.count {
            let error = failure { _ = try PackedFrame.unpack(Array(packed.prefix(length))) }
            guard case .truncated(_, let expected, let actual)? = error else {
                Issue.record("seed 12, length \(length): \(String(describing: error))")
                continue
            }
            #expect(actual == UInt64(length) && expected > actual)
        }
    }

    @Test("refuses random bytes without crashing", arguments: 0..<64)
    func garbage(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let header = PackedFrame.pack([1, 2, 3]).prefix(Int.random(in: 0...48, using: &generator))
        let bytes = header + generator.bytes(Int.random(in: 1...400, using: &generator))
        #expect(failure { _ = try PackedFrame.unpack(Array(bytes)) }?.kind == .data, "seed \(seed)")
    }

    @Test("names an unknown version")
    func unknownVersion() {
        var packed = PackedFrame.pack([1, 2, 3])
        packed[12] = 9
        #expect(
            failure { _ = try PackedFrame.unpack(packed, origin: "x") }
                == .unsupportedVersion("x", version: 9, flags: 0))
    }

    @Test("refuses bytes after its end")
    func trailingBytes() {
        let packed = PackedFrame.pack([1, 2, 3]) + [0, 0]
        #expect(failure { _ = try PackedFrame.unpack(packed, origin: "x") } == .trailingBytes("x", count: 2))
    }

    @Test("refuses a file of another kind")
    func otherKind() {
        let text = Array("op 1 mmap a 0 4096 shared\n".utf8)
        #expect(failure { _ = try PackedFrame.unpack(text, origin: "x") } == .notPacked("x"))
    }

    @Test("keeps to its limit on both sides")
    func limit() throws {
        let packed = PackedFrame.pack([UInt8](repeating: 0, count: 1_000))
        #expect(try PackedFrame.unpack(packed, limit: 1_000).count == 1_000)
        #expect(
            failure { _ = try PackedFrame.unpack(packed, limit: 999, origin: "x") }
                == .tooLarge("x", size: 1_000, limit: 999))
    }
}

extension SeededGenerator {
    static func sample(seed: UInt64, count: Int) -> [UInt8] {
        var generator = SeededGenerator(seed: seed)
        return generator.bytes(count)
    }
}
