import Testing

@testable import DAXModel

@Suite struct PoolTests {
    @Test func poolsOfASlabDoNotOverlap() {
        var slab = Slab(capacity: 4096)
        let bytes = Pool(3, of: UInt8(7), in: &slab)
        let words = Pool(5, of: UInt64.max, in: &slab)
        #expect(slab.used == 128)
        words.fill(0)
        #expect((0..<3).allSatisfy { bytes[$0] == 7 })
        bytes.fill(9)
        #expect((0..<5).allSatisfy { words[$0] == 0 })
        #expect(bytes.count == 3 && words.count == 5)
        #expect(UInt(bitPattern: words.pointer(0)) % 64 == 0)
    }

    @Test func restorePutsBackWhatWasSealed() {
        var slab = Slab(capacity: 4096)
        let kept = Pool(4, of: 1, in: &slab)
        slab.markResettable()
        let scratch = Pool(4, of: 2, in: &slab)
        slab.seal()
        kept[3] = 30
        scratch[3] = 40
        slab.restore()
        #expect(kept[3] == 1)
        #expect(scratch[3] == 40, "what was taken after the mark is not reset")
    }

    @Test func elementsAreReachedInPlace() {
        var slab = Slab(capacity: 4096)
        let frames = Pool(2, of: Frame(), in: &slab)
        frames[1].cursor = 5
        frames.pointer(1).pointee.cursor += 1
        #expect(frames[1].cursor == 6)
        #expect(frames[0].cursor == 0)
    }
}
