import Testing

@testable import KernelLab

@Suite struct GuestLineTests {
    private func lines(_ pieces: [[UInt8]], limit: Int = SerialLines.usualLimit) -> [String] {
        var splitter = SerialLines(limit: limit)
        var lines = pieces.flatMap { splitter.take($0) }
        if let last = splitter.finish() { lines.append(last) }
        return lines
    }

    @Test func joinsPiecesAndDropsCarriageReturns() {
        let pieces = ["one\r\ntw", "o\r", "\r\n", "\nthree"].map { Array($0.utf8) }
        #expect(lines(pieces) == ["one", "two", "", "three"])
    }

    @Test func joinsACharacterThatArrivesInTwoPieces() {
        #expect(lines([[0xC3], [0xA9, 0x0A]]) == ["é"])
    }

    @Test func cutsLongLinesAndGoesOn() {
        let long = [UInt8](repeating: UInt8(ascii: "x"), count: 10_000)
        let cut = lines([long, long, Array("\nnext\n".utf8)], limit: 100)
        #expect(cut == [String(repeating: "x", count: 100), "next"])
    }

    @Test func repairsBytesThatAreNoText() {
        #expect(lines([[0xFF, 0xFE, 0x00, 0x61, 0x0A]]) == ["\u{FFFD}\u{FFFD}a"])
    }

    @Test func saysNothingOfNothing() {
        #expect(lines([]).isEmpty)
        #expect(lines([[0x0D, 0x00]]).isEmpty)
        #expect(lines([[0x0A]]) == [""])
    }

    @Test func isTheSameHoweverTheBytesArrive() {
        let bytes = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }
        #expect(lines([bytes]) == lines(bytes.map { [$0] }))
    }
}
