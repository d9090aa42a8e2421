import DAXModel

// The header lines of a crasher's text.
extension CaseParser {
    mutating func readHeader(
        _ header: CaseError.Header, _ line: inout LineScanner, at column: Int
    ) throws(CaseTextError) {
        switch header {
        case .target:
            let word = line.peek()
            let target = try readTarget(&line)
            guard target.profile != nil else { throw line.error(word, "a target as design@profile") }
            record.target = target
        case .digest: record.digest = try readDigest(&line)
        case .found:
            try line.expect("seed")
            let seed = try line.number64("the campaign's seed, a number of 64 bits")
            try line.expect("executions")
            let executions = try line.number64("a count of executions, a number of 64 bits")
            record.found = Discovery(seed: seed, executions: executions)
        case .signature:
            note(.header(header, record.signatures.count), line, column)
            record.signatures.append(try line.rest("a signature", limit: Crasher.lineLimit).text)
        case .mustFail, .mustPass:
            note(.header(header, record.expectations.count), line, column)
            var expectation = Expectation(try readTarget(&line))
            if header == .mustFail {
                expectation.signature = try line.rest("the signature it must show", limit: Crasher.lineLimit).text
            }
            record.expectations.append(expectation)
        case .note:
            note(.header(header, record.notes.count), line, column)
            record.notes.append(try line.rest("a note", limit: Crasher.lineLimit).text)
        }
    }

    private func readTarget(_ line: inout LineScanner) throws(CaseTextError) -> TargetName {
        let word = line.next()
        guard let text = word.text else { throw line.error(word, "a target as design@profile") }
        do throws(TargetNameError) { return try TargetName(text: text) } catch {
            throw CaseTextError(line: line.line, column: word.column + error.column - 1, sentence: error.sentence)
        }
    }

    private func readDigest(_ line: inout LineScanner) throws(CaseTextError) -> RecordedDigest {
        let word = line.next()
        guard let digits = word.text, digits.utf8.count == 16, let value = UInt64(digits, radix: 16),
            hexadecimal(value) == digits
        else { throw line.error(word, "a digest of sixteen lower-case hexadecimal digits") }
        let version = try line.number(0...Int(UInt16.max), "the digest's version as v1", prefix: "v")
        return RecordedDigest(value: value, version: UInt16(version))
    }
}

extension Crasher {
    /// Reads the text form of a crasher or of a plain case.
    public init(text: String) throws(CaseTextError) { self = try CaseParser.parse(Array(text.utf8)) }
}
