import DAXModel
import Testing

@testable import RemovalFuzz

@Suite struct CrasherTests {
    static let example = """
        target merged@6.12.y
        digest 0123456789abcdef v1
        found seed 7 executions 812
        signature I4 dax-entry evict:truncate created-after-walk
        must-fail-on merged@6.12.y I4 dax-entry evict:truncate created-after-walk
        must-pass-on reference
        note first seen # while testing

        case 1
        mkfs rmapbt=1
        op 1 t0 unbind

        """

    private func complaint(_ text: String) -> String {
        do throws(CaseTextError) { _ = try Crasher(text: text) } catch { return error.description }
        return "read"
    }

    @Test func exampleIsReadAsWritten() throws {
        let crasher = try Crasher(text: Self.example)
        let signature = "I4 dax-entry evict:truncate created-after-walk"
        #expect(
            crasher
                == Crasher(
                    case: Case(operations: [Operation(id: 1, task: 0, call: .unbind)]),
                    target: try TargetName(text: "merged@6.12.y"), signatures: [signature],
                    digest: RecordedDigest(value: 0x0123_4567_89AB_CDEF, version: 1),
                    found: Discovery(seed: 7, executions: 812),
                    expectations: [
                        Expectation(try TargetName(text: "merged@6.12.y"), signature: signature),
                        Expectation(try TargetName(text: "reference")),
                    ],
                    notes: ["first seen # while testing"]))
        #expect(crasher.text == Self.example)
        #expect(try Case(text: Self.example) == crasher.case)
    }

    @Test func roundTripOfBothForms() throws {
        for seed in 0..<300 as Range<UInt64> {
            var random = CaseRandom(seed: seed)
            let crasher = random.crasher()
            try crasher.validate()
            #expect(try StoredCase.read(Array(crasher.text.utf8)) == crasher, "seed \(seed)")
            #expect(try StoredCase.read(crasher.encoded) == crasher, "seed \(seed)")
            #expect(try StoredCase.read(crasher.case.encoded) == Crasher(case: crasher.case), "seed \(seed)")
            #expect(try Crasher(text: crasher.text).text == crasher.text, "seed \(seed)")
            #expect(try Crasher(encoded: crasher.encoded).encoded == crasher.encoded, "seed \(seed)")
        }
    }

    /// A target is two strings, with its guarantees in an order that no build's table changes.
    @Test func targetsKeepTheLayoutOfTheBinaryForm() throws {
        func encoded(_ target: String) throws -> [UInt8] {
            Crasher(case: Case(), target: try TargetName(text: target)).encoded
        }
        func strings(_ texts: [String]) -> [UInt8] { texts.flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) } }
        let head = Array("RFCRASH1".utf8) + [1]
        #expect(try encoded("merged@6.12.y").starts(with: head + strings(["merged", "6.12.y"])))
        let both = strings(["merged+drains-faults+insertion-gate~pre-remove", "6.12.y@emulation"])
        let bytes = try encoded("merged+insertion-gate+drains-faults~pre-remove@6.12.y@emulation")
        #expect(bytes.starts(with: head + both))
        #expect("\(try Crasher(encoded: bytes).target!)".hasPrefix("merged+insertion-gate+drains-faults~"))
        // Nothing else means the same.
        let rest = bytes.dropFirst((head + both).count)
        for parts in [
            ["merged+insertion-gate+drains-faults~pre-remove", "6.12.y@emulation"], ["merged@6.12.y", "emulation"],
            ["merged", "6.12.y@hardware"], ["merged", ""], ["merged+a~a", "6.12.y"], ["", "6.12.y"],
        ] {
            #expect(throws: CaseFormatError.self, "\(parts)") { try Crasher(encoded: head + strings(parts) + rest) }
        }
    }

    /// As long as a target's name can be.
    private static var longestName: TargetName {
        get throws {
            let word = String(repeating: "n", count: TargetName.nameLimit)
            var text = word
            var number = 10
            let kernel = "@" + word + "@" + word
            while (text + kernel).utf8.count + TargetName.nameLimit < TargetName.textLimit {
                text += (number % 2 == 0 ? "+" : "~") + String(word.dropLast(2)) + "\(number)"
                number += 1
            }
            let rest = TargetName.textLimit - (text + kernel).utf8.count
            if rest > 1 { text += "+" + String(repeating: "r", count: rest - 1) }
            return try TargetName(text: text + kernel)
        }
    }

    @Test func largestRecordCanBeReadInBothForms() throws {
        let name = try Self.longestName
        let line = String(repeating: "l", count: Crasher.lineLimit)
        let step = try #require(StepNames.all.max { $0.utf8.count < $1.utf8.count })
        let performers = try #require(StepIndex.performers(ofStepNamed: step))
        let kind = try #require(OperationKind.allCases.first { performers.contains($0) })
        let mmap = (1..<UInt16(Limits.operations)).map {
            Operation(id: 65000 + $0, task: 6, call: .mmap(0, 0, PageRange(0, count: 8), [.shared, .sync]))
        }
        let largest = Crasher(
            case: Case(
                operations: [Operation(id: 65000, task: 7, call: kind.form.blank)] + mmap,
                faults: (0..<UInt8(Limits.faults)).map {
                    Fault(site: .delaySignal, task: 6, operation: 65001, occurrence: 255 - $0, until: 65002)
                },
                preemptions: (0..<Limits.preemptions).map {
                    Preemption(task: 7, operation: 65000, step: step, occurrence: 65000 + UInt16($0), run: 9)
                }),
            target: name,
            signatures: Array(repeating: line, count: Crasher.signatureLimit),
            digest: RecordedDigest(value: .max, version: .max), found: Discovery(seed: .max, executions: .max),
            expectations: Array(
                repeating: Expectation(name, signature: line), count: Crasher.expectationLimit),
            notes: Array(repeating: line, count: Crasher.noteLimit))
        #expect(try StoredCase.read(Array(largest.text.utf8)) == largest)
        #expect(try StoredCase.read(largest.encoded) == largest)
    }

    @Test func damagedBytesAreRefusedOrValid() throws {
        for seed in 1..<4 as Range<UInt64> {
            var random = CaseRandom(seed: seed)
            let bytes = random.crasher().encoded
            for length in bytes.indices {
                #expect(throws: StoredCaseError.self, "seed \(seed), \(length) bytes") {
                    try StoredCase.read(Array(bytes[..<length]))
                }
            }
            for bit in 0..<bytes.count * 8 {
                var flipped = bytes
                flipped[bit / 8] ^= 1 << (bit % 8)
                guard let read = try? StoredCase.read(flipped) else { continue }
                #expect(read.isValid && read.encoded == flipped, "seed \(seed), bit \(bit)")
            }
        }
    }

    @Test func randomBytesNeverCrash() {
        for seed in 0..<3000 as Range<UInt64> {
            var random = CaseRandom(seed: seed)
            let mark = random.pick(["RFCRASH1", "RFCASE1", "RFCRASH", "RF", "", "case 1\n", "note "])
            let bound = random.pick([2, 12, 128, 256])
            let body = (0..<random.below(80)).map { _ in random.byte(bound) }
            guard let read = try? StoredCase.read(Array(mark.utf8) + body) else { continue }
            #expect(read.isValid, "seed \(seed)")
        }
    }

    @Test func versionsOfTheFutureAreNamed() {
        func complaint(_ text: String) -> String {
            do throws(StoredCaseError) { _ = try StoredCase.read(Array(text.utf8)) } catch { return error.description }
            return "read"
        }
        #expect(complaint("RFCRASH2") == #"byte 7: found "2", expected format version 1"#)
        #expect(complaint("RFCRASH") == "byte 7: found the end, expected format version 1")
        #expect(complaint("RFCASE9") == #"byte 6: found "9", expected format version 1 or 2"#)
        #expect(complaint("case 9") == #"line 1, column 6: found "9", expected format version 1"#)
        #expect(complaint("RFC").hasPrefix("line 1, column 1: found \"RFC\", expected a header line or \"case 1\""))
    }

    /// First line of a text and the sentence about it.
    static let headers: [(line: String, sentence: String)] = [
        ("target merged", #"column 8: found "merged", expected a target as design@profile"#),
        (
            "target merged@a@b@c",
            #"column 18: found a third "@", expected the end of the target"#
        ),
        ("digest 0123 v1", #"column 8: found "0123", expected a digest of sixteen lower-case hexadecimal digits"#),
        (
            "digest +123456789abcdef v1",
            #"column 8: found "+123456789abcdef", expected a digest of sixteen lower-case hexadecimal digits"#
        ),
        ("digest 0123456789abcdef 1", #"column 25: found "1", expected the digest's version as v1"#),
        (
            "found seed 18446744073709551616 executions 1",
            #"column 12: found "18446744073709551616", expected the campaign's seed, a number of 64 bits"#
        ),
        ("found seed 1", #"column 13: found the end of the line, expected "executions""#),
        ("signature  ", "column 12: found the end of the line, expected a signature"),
        ("must-fail-on merged", "column 20: found the end of the line, expected the signature it must show"),
        ("must-pass-on merged@6.3 I4", #"column 25: found "I4", expected the end of the line"#),
        ("note a\u{7}b", #"column 6: found "a\u{7}b", expected a note in UTF-8 without control characters"#),
        ("note \u{202E}b", #"column 6: found "\u{202e}b", expected a note in UTF-8 without control characters"#),
        (
            "note " + String(repeating: "é", count: 257),
            "column 6: found 514 bytes, expected a note of at most 512 bytes"
        ),
        (
            "siganture x",
            #"column 1: found "siganture", expected a header line or "case 1"; did you mean "signature"?"#
        ),
    ]

    @Test(arguments: headers.indices) func sentence(_ index: Int) {
        let (line, sentence) = Self.headers[index]
        #expect(complaint(line + "\ncase 1\n") == "line 1, " + sentence)
    }

    @Test func wholeRecordIsJudged() {
        #expect(
            complaint("target a@b\ntarget a@b\ncase 1")
                == #"line 2, column 1: found "target", expected no second target line (the first is line 1)"#)
        #expect(
            complaint("must-pass-on a\nmust-fail-on a x\ncase 1")
                == "line 2, column 1: found a expected both to pass and to fail, expected one or the other")
        #expect(complaint("must-pass-on a\nmust-fail-on a@b x\nmust-fail-on a@b y\ncase 1") == "read")
        let limits =
            [("note x", Crasher.noteLimit), ("signature x", Crasher.signatureLimit)]
            + ["must-fail-on a x", "must-pass-on a"].map { ($0, Crasher.expectationLimit) }
        for (line, limit) in limits {
            let lines = Array(repeating: line + "\n", count: limit)
            #expect(complaint(lines.joined() + "case 1") == "read")
            let word = line.split(separator: " ")[0]
            #expect(
                complaint(lines.joined() + line + "\ncase 1")
                    == "line \(limit + 1), column 1: found one \(word) line too many, expected at most \(limit)")
        }
    }

    @Test func validationLooksAtEveryField() throws {
        func complaint(_ change: (inout Crasher) -> Void) -> String {
            var crasher = Crasher(case: Case())
            change(&crasher)
            do throws(CaseError) { try crasher.validate() } catch { return error.description }
            return "valid"
        }
        #expect(complaint { _ in } == "valid")
        let name = try TargetName(text: "a")
        #expect(complaint { $0.target = name }.hasPrefix("target at index 0"))
        for line in ["", " x", "x ", "a\nb", "\t", String(repeating: "x", count: 513)] {
            #expect(complaint { $0.signatures = ["ok", line] }.hasPrefix("signature at index 1"), "\(line)")
            #expect(complaint { $0.notes = [line] }.hasPrefix("note at index 0"), "\(line)")
            #expect(
                complaint { $0.expectations = [Expectation(name, signature: line)] }
                    .hasPrefix("must-fail-on at index 0"), "\(line)")
        }
        #expect(complaint { $0.case.operations = [Operation(id: 1, task: 9, call: .bind)] }.hasPrefix("operation"))
    }
}
