import DAXModel
import Testing

@testable import RemovalFuzz

@Suite struct CaseBinaryTests {
    /// Whether the bytes are refused, or are exactly the encoding of a valid case.
    private func isHandled(_ bytes: [UInt8]) -> Bool {
        do throws(CaseFormatError) {
            let read = try Case(encoded: bytes)
            return read.isValid && read == read.canonical && read.encoded == bytes
        } catch {
            return (0...max(bytes.count, CaseParser.textLimit)).contains(error.offset)
        }
    }

    private func complaint(_ bytes: [UInt8]) -> String {
        do throws(CaseFormatError) { _ = try Case(encoded: bytes) } catch { return error.description }
        return "read"
    }

    @Test func bytesAreThoseOfVersionOne() throws {
        let example = Case(
            mkfs: MkfsOptions(rmapbt: false),
            operations: [
                Operation(id: 300, task: 1, call: .mmap(1, 2, PageRange(0, count: 4), [.shared, .sync])),
                Operation(id: 5, task: 0, call: .unbind),
            ],
            faults: [Fault(site: .delayTask, task: 0, operation: 5, until: 300)],
            preemptions: [
                Preemption(task: 1, operation: 300, step: "mmap_region:fput", occurrence: 7, run: 0)
            ])
        let expected: [UInt8] =
            Array("RFCASE1".utf8) + [0, 2, 0xAC, 2, 1, 12, 1, 2, 0, 4, 0, 0, 1, 5, 0, 34]
            + [1, 7, 0, 5, 0, 0xAC, 2] + [1, 1, 0xAC, 2, 16] + Array("mmap_region:fput".utf8) + [7, 0]
        #expect(example.encoded == expected)
        #expect(try Case(encoded: expected) == example)
        #expect(example.hash == 0x39A2_25B1_D731_E286)
        #expect(Case().hash == 0xEEFF_28B3_DC93_1973)
    }

    /// Codes are on disks: a new kind gets a new one, and none of these ever changes.
    @Test func codesArePinned() {
        let kinds = OperationKind.allCases.map { "\($0.form.code)=\($0.word)" }.joined(separator: " ")
        #expect(
            kinds == """
                1=open 2=create 3=close 4=unlink 5=rename 6=read 7=write 8=fsync 9=truncate 10=fallocate 11=punch \
                12=mmap 13=load 14=store 15=msync 16=munmap 17=mprotect 18=madvise 19=fork 20=thread 21=exit \
                22=exit-group 23=kill 24=sigaction 25=sigprocmask 26=mce-kill 27=chdir 28=freeze 29=thaw \
                30=drop-caches 31=mount 32=umount 33=bind 34=unbind 35=repeat 36=end
                """)
        let sites = FaultSite.allCases.map { "\($0.form.code)=\($0.word)" }.joined(separator: " ")
        #expect(
            sites == """
                1=agf-read 2=transaction-allocation 3=kill-allocation 4=freeze-sync 5=media-error 6=delay-signal \
                7=delay-task
                """)
    }

    @Test func roundTrip() throws {
        for seed in 0..<400 as Range<UInt64> {
            var random = CaseRandom(seed: seed)
            let original = random.case(noise: seed % 2 == 0)
            let read = try Case(encoded: original.encoded)
            #expect(read == original.canonical, "seed \(seed)")
            #expect(read.encoded == original.encoded, "seed \(seed)")
            #expect(read.hash == original.hash, "seed \(seed)")
        }
    }

    @Test func hashesOfDifferentCasesDiffer() throws {
        var hashes: [UInt64: Case] = [:]
        for seed in 0..<2000 as Range<UInt64> {
            var random = CaseRandom(seed: seed)
            let value = random.case()
            if let other = hashes.updateValue(value, forKey: value.hash) { #expect(other == value, "seed \(seed)") }
        }
        #expect(hashes.count > 1500)
    }

    @Test func everyTruncationIsRefused() {
        for seed in 0..<40 as Range<UInt64> {
            var random = CaseRandom(seed: seed)
            let bytes = random.case().encoded
            for length in bytes.indices {
                #expect(complaint(Array(bytes[..<length])) != "read", "seed \(seed), \(length) bytes")
            }
            #expect(complaint(bytes + [0]).hasSuffix("found 1 more bytes, expected the end"), "seed \(seed)")
        }
    }

    @Test func everyBitFlipIsRefusedOrValid() {
        for seed in 0..<4 as Range<UInt64> {
            var random = CaseRandom(seed: seed)
            let bytes = random.case().encoded
            for bit in 0..<bytes.count * 8 {
                var flipped = bytes
                flipped[bit / 8] ^= 1 << (bit % 8)
                #expect(isHandled(flipped), "seed \(seed), bit \(bit)")
            }
        }
    }

    @Test func randomBytesAreRefusedOrValid() {
        for seed in 0..<4000 as Range<UInt64> {
            var random = CaseRandom(seed: seed)
            let bound = random.pick([2, 8, 40, 256])
            let body = (0..<random.below(60)).map { _ in random.byte(bound) }
            #expect(isHandled(Array("RFCASE1".utf8) + body), "seed \(seed)")
        }
    }

    @Test func onlyOneWayOfWriting() {
        let mark = Array("RFCASE1".utf8)
        #expect(complaint(mark + [1, 0, 0, 0]) == "read")
        #expect(complaint(mark + [2, 0, 0, 0]) == "byte 7: found 2, expected rmapbt as 0 or 1")
        #expect(
            complaint(mark + [1, 0x80, 0, 0, 0])
                == "byte 8: found a padded number, expected a number of operations")
        #expect(complaint(mark + [1, 65, 0, 0]) == "byte 8: found 65, expected a number of operations, at most 64")
        #expect(complaint(mark + [1, 1, 0, 0, 99]) == "byte 11: found the code 99, expected a kind of operation")
        let endless = mark + [1] + [UInt8](repeating: 0xFF, count: 20)
        #expect(complaint(endless) == "byte 8: found a number of more than 64 bits, expected a number of operations")
        #expect(complaint(Array("RFCASE3".utf8)) == #"byte 6: found "3", expected format version 1 or 2"#)
        #expect(
            complaint(Array("nothing".utf8))
                == "byte 0: found other bytes, expected a case, which begins with RFCASE2")
        let step = Array("fput:dput".utf8)
        let twice = mark + [1, 1, 7, 0, 3, 0, 0, 2] + [0, 7, 9] + step + [0, 1] + [0, 7, 9] + step + [0, 2]
        #expect(complaint(twice).contains("preemption at index 1: found a second preemption of the same step"))
    }
}
