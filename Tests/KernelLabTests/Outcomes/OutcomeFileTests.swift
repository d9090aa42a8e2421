import DAXModel
import RemovalFuzz
import Testing

@testable import KernelLab

/// Outcomes as text: nothing is lost, and nothing that is no outcome is read as one.
@Suite struct OutcomeFileTests {
    private static let text = """
        outcomes 1
        kernel 6.1

        case table/small 0123456789abcdef
        run 2026-11-22 linux-image-6.1.0-56-amd64 6.1.192-2
        outcome
        op 10 t1 = 0  # mount
        op 20 t2 slept = data of op 4
        signalled t1 t2
        shutdown 0x4 0x20
        oops dax_disassociate_entry < truncate_inode_pages_range < ?
        left none
        umount OOPS
        mount 0
        file f0 absent
        file f1 pages 3 0
        file f2 pages none
        last-umount 0
        repair clean
        """

    @Test func aTextIsReadWordByWord() throws {
        let file = try OutcomeFile(text: Array(Self.text.utf8))
        let record = try #require(file.records.first)
        #expect(file.kernel == "6.1" && record.caseName == "table/small" && record.day == "2026-11-22")
        #expect(record.kernel == "linux-image-6.1.0-56-amd64 6.1.192-2" && record.caseHash == "0123456789abcdef")
        var expected = Outcome()
        expected.calls = [
            .init(operation: 10, task: 1, result: "0"),
            .init(operation: 20, task: 2, slept: true, result: "data of op 4"),
        ]
        expected.signalled = [1, 2]
        expected.shutdowns = [0x4, 0x20]
        expected.oopses = [["dax_disassociate_entry", "truncate_inode_pages_range", ""]]
        expected.left = []
        expected.umount = "OOPS"
        expected.mount = "0"
        expected.files = [.absent, .pages([3, 0]), .pages([])]
        expected.lastUmount = "0"
        expected.isConsistent = true
        #expect(record.outcomes == [expected])
    }

    @Test(arguments: 1...200 as ClosedRange<UInt64>) func whatIsWrittenIsReadAgain(seed: UInt64) throws {
        var random = Random(seed: seed)
        let records = (0..<random.below(4)).map { RecordedOutcomes.random(&random, name: "case-\($0)") }
        let file = OutcomeFile(kernel: "6.12", records: records)
        #expect(try OutcomeFile(text: Array(file.text().utf8)) == file, "seed \(seed)")
    }

    /// Each change of a good file, and the line that the error has to name.
    @Test(arguments: [
        ("outcomes 1", "outcomes 2", 1), ("kernel 6.1", "kernel", 2), ("0123456789abcdef", "0123", 4),
        ("2026-11-22", "yesterday", 5), ("run 2026-11-22", "ran 2026-11-22", 5), ("outcome\n", "", 6),
        ("op 10 t1", "op 70000 t1", 7), ("op 10 t1", "op 10 t99", 7), ("op 10 t1 = 0", "op 10 t1 =", 7),
        ("slept", "dozed", 8), ("signalled t1 t2", "signalled t1 x2", 9), ("signalled t1 t2", "signalled", 9),
        ("0x4 0x20", "4", 10), ("left none", "left none none", 12), ("left none", "umount 0", 13),
        ("file f1", "file f2", 16), ("file f1", "file f9", 16), ("pages 3 0", "pages 3 x", 16),
        ("file f1 pages", "file f1 blocks", 16), ("repair clean", "repair perhaps", 19), ("clean", "clean now", 19),
        ("mount 0\n", "mount \u{7}0\n", 14), ("repair clean", "colour red", 19),
        ("repair clean", "case table/small 0123456789abcdef", 19), ("repair clean", "case b 0123456789abcdef", 19),
    ])
    func damageIsRefused(old: String, new: String, line: Int) throws {
        let damaged = Self.text.replacing(old, with: new, maxReplacements: 1)
        let error = #expect(throws: OutcomeFileError.self) { try OutcomeFile(text: Array(damaged.utf8)) }
        #expect(error?.line == line, "\(old) -> \(new): \(error.map { "\($0)" } ?? "")")
        #expect(error?.description.contains("expected") == true)
    }

    /// Files come from anywhere: no length of them is taken on trust, and no cut of one is a crash.
    @Test func hostileTextsEndInAnError() throws {
        let bytes = Array(Self.text.utf8)
        for count in 0..<bytes.count { _ = try? OutcomeFile(text: Array(bytes.prefix(count))) }
        var random = Random(seed: 5)
        for _ in 0..<2000 {
            var other = bytes
            for _ in 0...random.below(3) { other[random.below(other.count)] = UInt8(random.below(256)) }
            _ = try? OutcomeFile(text: other)
        }
        let longLine = Self.text + "\n" + String(repeating: "x", count: 9000)
        #expect(throws: OutcomeFileError.self) { try OutcomeFile(text: Array(longLine.utf8)) }
        let tooMany = Self.text + String(repeating: "\noops a", count: 5000)
        #expect(throws: OutcomeFileError.self) { try OutcomeFile(text: Array(tooMany.utf8)) }
        #expect(throws: OutcomeFileError.self) {
            try OutcomeFile(text: [UInt8](repeating: 10, count: OutcomeFile.sizeLimit + 1))
        }
    }
}

extension RecordedOutcomes {
    /// Any record, with everything that may be unknown known or not.
    fileprivate static func random(_ random: inout Random, name: String) -> RecordedOutcomes {
        RecordedOutcomes(
            caseName: name, caseHash: "00ff00ff00ff00ff", day: "2026-01-02", kernel: "6.12.1-test",
            outcomes: (0...random.below(3)).map { _ in Outcome.random(&random) })
    }
}

extension Outcome {
    fileprivate static func random(_ random: inout Random) -> Outcome {
        func some<T>(_ value: T) -> T? { random.chance(1, in: 4) ? nil : value }
        func list(_ bound: Int) -> [Int] { (0..<random.below(4)).map { _ in random.below(bound) } }
        let words = ["0", "-1", "EIO", "SIGBUS/BUS_ADRERR", "data of op 4", "unfinished", "EBUSY", "hung"]
        var outcome = Outcome()
        outcome.calls = list(0x10000).map {
            Call(
                operation: $0, task: random.below(Limits.tasks), slept: random.chance(1, in: 2),
                result: random.pick(words))
        }
        outcome.signalled = list(Limits.tasks)
        outcome.shutdowns = list(0x100)
        outcome.oopses = list(3).map { (0...$0).map { ["", "dax_lock", "a_b_1"][$0] } }
        outcome.left = some(list(Limits.tasks))
        outcome.umount = some(random.pick(words))
        outcome.mount = some(random.pick(words))
        outcome.files = some((0..<Limits.names).map { _ in random.chance(1, in: 3) ? .absent : .pages(list(100)) })
        outcome.lastUmount = some(random.pick(words))
        outcome.isConsistent = some(random.chance(1, in: 2))
        return outcome
    }
}
