import Testing

@testable import RemovalFuzz

@Suite struct ReportTests {
    @Test func `tables align`() {
        var table = TextTable([.text("name"), .number("count"), .text("end")])
        table.add(["a", "1,000", "x"])
        table.add(["longer", "5", ""])
        #expect(table.text == "name    count  end\na       1,000  x\nlonger      5")
    }
}
