import DAXModel
import Testing

@testable import RemovalFuzz

@Suite struct CaseTextErrorTests {
    /// The sentence that reading the text gives, or "read" when it is accepted.
    private func complaint(_ text: String) -> String {
        do throws(CaseTextError) { _ = try Case(text: text) } catch { return error.description }
        return "read"
    }

    /// A body's last line and the column and sentence of the error about it.
    static let lines: [(line: String, column: Int, sentence: String)] = [
        ("op 4 t0 mmpa", 9, #"found "mmpa", expected an operation such as open, mmap or unbind; did you mean "mmap"?"#),
        ("op 4 t0", 8, "found the end of the line, expected an operation such as open, mmap or unbind"),
        ("op t0 unbind", 4, #"found "t0", expected an operation's id, a number from 1 to 65279"#),
        ("op 65280 t0 unbind", 4, "found 65280, expected an operation's id, a number from 1 to 65279"),
        ("op 0 t0 unbind", 4, "found 0, expected an operation's id, a number from 1 to 65279"),
        ("op 99999 t0 unbind", 4, #"found "99999", expected an operation's id, a number from 1 to 65279"#),
        ("op 1 t0 unbind", 4, "found id 1 again, expected an id that no earlier operation has"),
        ("op 4 t8 unbind", 6, #"found "t8", expected a task from t0 to t7"#),
        ("op 4 t0 open f4 d0", 14, #"found "f4", expected a file from f0 to f3"#),
        ("op 4 t0 open d0 f0", 14, #"found "d0", expected a file from f0 to f3"#),
        (
            "op 4 t0 open f0 d0 wirte", 20,
            #"found "wirte", expected "write" or the end of the line; did you mean "write"?"#
        ),
        (
            "op 4 t0 read d0 pages 7+2", 23,
            "found 7+2, expected first page + number of pages, at least one, inside pages 0 to 7"
        ),
        (
            "op 4 t0 read d0 pages 7", 23,
            #"found "7", expected first page + number of pages, at least one, inside pages 0 to 7"#
        ),
        ("op 4 t0 read d0 page 7+1", 17, #"found "page", expected "pages"; did you mean "pages"?"#),
        (
            "op 4 t0 mmap m0 d0 pages 0+1 share write", 30,
            #"found "share", expected "shared" or "private"; did you mean "shared"?"#
        ),
        ("op 4 t0 truncate d0 size 9", 26, #"found "9", expected a size in pages from 0 to 8"#),
        ("op 4 t0 unbind now", 16, #"found "now", expected the end of the line"#),
        ("op 4 t0 repeat 65", 16, #"found "65", expected a number of rounds from 1 to 64"#),
        ("op 4 t0 repeat 2", 9, "found a repeat without an end, expected an end of t0 after it"),
        ("op 4 t0 end", 9, "found an end, expected an open repeat of t0 before it"),
        (
            "fault agf_read t0 op 1", 7,
            "found \"agf_read\", expected a site: agf-read, transaction-allocation, kill-allocation, freeze-sync, "
                + "media-error, delay-signal, delay-task; did you mean \"agf-read\"?"
        ),
        ("fault agf-read t0 op 1 occurrence 256", 35, #"found "256", expected a number from 0 to 255"#),
        (
            "preempt t0 op clsing at a:b run t1", 15,
            "found \"clsing\", expected an operation's id or one of exit-by-signal, inodegc, closing; "
                + "did you mean \"closing\"?"
        ),
        (
            "preempt close op 1 at a:b run t1", 9,
            "found \"close\", expected a task from t0 to t7, closer or inodegc-worker; did you mean \"closer\"?"
        ),
        ("preempt t0 op 1 at a run t1", 20, #"found "a", expected a step as path:step, at most 96 bytes"#),
        ("preempt t0 op 1 at a:b:c run t1", 20, #"found "a:b:c", expected a step as path:step, at most 96 bytes"#),
        ("mkfs rmapbt=1", 1, #"found "mkfs", expected no second mkfs line (the first is line 2)"#),
        ("note late", 1, #"found "note", expected header lines before the case line"#),
        ("prempt t0", 1, #"found "prempt", expected mkfs, op, fault, preempt or switch; did you mean "preempt"?"#),
        ("\u{1b}[2J\"", 1, #"found "\u{1b}[2J\"", expected mkfs, op, fault, preempt or switch"#),
    ]

    @Test(arguments: lines.indices) func sentence(_ index: Int) {
        let (line, column, sentence) = Self.lines[index]
        let text = "case 1\nmkfs rmapbt=1\nop 1 t0 mount # first\n\n\(line)\n"
        #expect(complaint(text) == "line 5, column \(column): \(sentence)")
    }

    @Test func versionAndHeader() {
        #expect(complaint("case 2") == #"line 1, column 6: found "2", expected format version 1"#)
        #expect(complaint("") == #"line 1, column 1: found the end of the text, expected the line "case 1""#)
        #expect(
            complaint("op 1 t0 mount\ncase 1")
                == #"line 1, column 1: found "op", expected the line "case 1" before it"#)
        #expect(
            complaint("case 1\ncase 1")
                == #"line 2, column 1: found "case", expected no second case line (the first is line 1)"#)
    }

    @Test func loopsOfOneTaskDoNotNestButThoseOfTwoMayCross() throws {
        let nested = "case 1\nop 1 t0 repeat 2\nop 2 t0 repeat 2\nop 3 t0 end\nop 4 t0 end"
        #expect(
            complaint(nested)
                == "line 3, column 9: found a repeat inside a repeat of t0, expected the end of the first one")
        let crossed = "case 1\nop 1 t0 repeat 2\nop 2 t1 repeat 2 background\nop 3 t0 end\nop 4 t1 end"
        #expect(complaint(crossed) == "read")
    }

    @Test func countsAreBounded() {
        let two = "op 1000 t0 unbind\nop 1001 t1 exit\n"
        let operations = (0...Limits.operations).map { "op \($0 + 1) t0 exit\n" }
        let faults = Array(repeating: "fault agf-read t0 op 1000\n", count: Limits.faults + 1)
        let preemptions = (0...Limits.preemptions).map {
            "preempt t0 op 1000 at unbind_store:kill_dax occurrence \($0) run t1\n"
        }
        let parts = [
            ("", operations, 4, "operations"), (two, faults, 7, "faults"), (two, preemptions, 9, "preemptions"),
        ]
        for (before, lines, column, noun) in parts {
            let limit = lines.count - 1
            #expect(complaint("case 1\n" + lines.dropLast().joined() + before) == "read")
            #expect(
                complaint("case 1\n" + lines.joined() + before)
                    == "line \(limit + 2), column \(column): found one \(noun.dropLast()) too many, expected at most "
                    + "\(limit) \(noun)")
        }
        let twice =
            "case 1\n"
            + ["t1", "t2"].map { "preempt t0 op 1000 at unbind_store:kill_dax run \($0)\n" }.joined() + two
        #expect(
            complaint(twice)
                == "line 3, column 23: found a second preemption of the same step, expected one for each task, "
                + "operation, step and occurrence")
    }

    @Test func sizesAreBounded() {
        let comment = "#" + String(repeating: "x", count: CaseParser.lineLimit - 1)
        #expect(complaint("case 1\n" + comment) == "read")
        #expect(
            complaint("case 1\n" + comment + "x")
                == "line 2, column 4097: found a line of 4097 bytes, expected at most 4096 bytes")
        let long = String(repeating: "\n", count: CaseParser.textLimit)
        #expect(
            complaint(long + "\n") == "line 1, column 1: found a text of 1048577 bytes, expected at most 1048576 bytes")
        let digits = "case 1\nop " + String(repeating: "9", count: 900) + " t0 mount"
        #expect(
            complaint(digits)
                == "line 2, column 4: found \"" + String(repeating: "9", count: 40)
                + "…\", expected an operation's id, a number from 1 to 65279")
    }
}
