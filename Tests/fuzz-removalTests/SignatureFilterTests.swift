import DAXModel
import Foundation
import RemovalFuzz
import Testing

@testable import fuzz_removal

/// `--ignore` and `--expect`: what is named is matched, and what could never match is refused with the nearest name.
@Suite struct SignatureFilterTests {
    private static let whole =
        "access/struct-page/truncate_inode_pages_range:dax_disassociate_entry<evict/"
        + "created=xfs_dax_write_fault:dax_iomap_fault/before-removal/"
        + "passed=empty-kill-list@mf_dax_kill_procs:collect_procs_fsdax"

    @Test func `an oracle, and every beginning of a signature, match it`() throws {
        let signature = Self.whole
        #expect(try SignatureFilter(["access"]).matches(signature))
        for length in 7...signature.count {
            let prefix = String(signature.prefix(length))
            #expect(throws: Never.self, "\(prefix)") { try SignatureFilter([prefix]) }
            #expect(try SignatureFilter([prefix]).matches(signature), "\(prefix)")
        }
        #expect(try !SignatureFilter(["liveness", "access/perag"]).matches(signature))
        #expect(try !SignatureFilter([]).matches(signature))
        // An oracle is a whole word: "access" is no beginning of another one.
        #expect(try !SignatureFilter(["access"]).matches("accessory/x"))
    }

    @Test(arguments: [
        ("acces", "access"), ("access/struct-pge/", "struct-page"),
        ("stale-reference/dax-entry/memunmap_pages:remove_pfn_range_from_zon/x", "remove_pfn_range_from_zone"),
        ("access/struct-page/truncate_inode_pages_range:dax_disassociate_entry<evct/", "evict"),
        ("access/struct-page/truncate_inode_pages_range:dax_disassociate_entry<evict/created=dax:x", "created"),
        ("freeze-state/super-block/memunmap_pages:remove_pfn_range_from_zone/left-frozn", "left-frozen"),
        (whole.replacing("empty-kill-list", with: "empty-kil-list"), "empty-kill-list"), ("", "oracle"),
        ("no/such/file", "oracle"), ("access//", "object"), ("known.txt", "no file known.txt"),
        ("balance/page-table-entry", "page-table-entry"), ("liveness/struct-page/", "struct-page"),
        (whole + "/before-removal", "before-removal"), (whole + "/lost", "lost"), (whole + "x", "step"),
    ])
    func `what could never match is refused`(_ pattern: String, _ part: String) throws {
        let error = #expect(throws: Failure.self) { try SignatureFilter([pattern]) }
        let failure = try #require(error)
        let isAbout = failure.sentence.contains(part) || part == "created"
        #expect(failure.status == 64 && isAbout, "\(failure.sentence)")
    }

    @Test func `every signature that a committed crasher records is accepted`() throws {
        let known = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "crashes/known")
        var count = 0
        for name in try FileManager.default.contentsOfDirectory(atPath: known.path).sorted() {
            for signature in try CaseFile.read(known.appending(path: name).path).signatures {
                #expect(try SignatureFilter([signature]).matches(signature), "\(name): \(signature)")
                count += 1
            }
        }
        #expect(count > 80)
    }

    /// A list of known findings outlives the renaming of a step.
    @Test func `steps may have their old names`() throws {
        let signature = "liveness/task/change_layout:dax_layout_busy_page_range"
        let step = "dax_layout_busy_page_range"
        let path = try #require(
            StepTable.shared.all.first { StepTable.shared.step($0) == step }.map { StepTable.shared.path($0) })
        let today = signature.replacing("change_layout", with: path)
        let filter = try SignatureFilter([today.replacing(step, with: "xfs_break_dax_layouts")])
        #expect(filter.matches(today))
    }

    @Test func `a file has one a line, with comments`() throws {
        let bench = try Workbench()
        try bench.write("known.txt", "# seen before\n\n  liveness  \n\(Self.whole)\r\n")
        let filter = try SignatureFilter([bench.path("known.txt")])
        #expect(filter.matches(Self.whole) && filter.matches("liveness/task/x:y") && !filter.matches("errno/file/x:y"))
        try bench.write("bad.txt", "access\n\nacess/x\n")
        let error = #expect(throws: Failure.self) { try SignatureFilter([bench.path("bad.txt")]) }
        #expect(try #require(error).sentence.contains("bad.txt:3: "))
        try bench.write("long.txt", String(repeating: "#\n", count: SignatureFilter.lineLimit + 1))
        #expect(throws: Failure.self) { try SignatureFilter([bench.path("long.txt")]) }
        #expect(throws: Failure.self) { try SignatureFilter([bench.folder.path]) }
    }
}
