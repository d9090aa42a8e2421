extension Crasher {
    /// Checks the case and the record: counts, lengths, the characters of lines, and that no target is expected both to pass and to fail.
    public func validate() throws(CaseError) {
        try self.case.validate()
        if let target {
            try CaseError.require(
                target.profile != nil, .header(.target, 0), found: quoted("\(target)"),
                expected: "a target as design@profile")
        }
        try Crasher.require(signatures.count, Crasher.signatureLimit, .signature)
        for (index, signature) in signatures.enumerated() {
            try Crasher.require(line: signature, .header(.signature, index))
        }
        try checkExpectations()
        try Crasher.require(notes.count, Crasher.noteLimit, .note)
        for (index, note) in notes.enumerated() { try Crasher.require(line: note, .header(.note, index)) }
    }

    private func checkExpectations() throws(CaseError) {
        if expectations.count > Crasher.expectationLimit {
            try Crasher.require(
                expectations.count, Crasher.expectationLimit, expectations[Crasher.expectationLimit].header)
        }
        for (index, expectation) in expectations.enumerated() {
            let place = CaseError.Place.header(expectation.header, index)
            if let signature = expectation.signature { try Crasher.require(line: signature, place) }
            let contradicted = expectations[..<index].contains {
                $0.target == expectation.target && $0.header != expectation.header
            }
            try CaseError.require(
                !contradicted, place, found: "\(expectation.target) expected both to pass and to fail",
                expected: "one or the other")
        }
    }

    private static func require(_ count: Int, _ limit: Int, _ header: CaseError.Header) throws(CaseError) {
        try CaseError.require(
            count <= limit, .header(header, limit), found: "one \(header.rawValue) line too many",
            expected: "at most \(limit)")
    }

    private static func require(line: String, _ place: CaseError.Place) throws(CaseError) {
        try CaseError.require(
            isLine(line), place, found: quoted(line),
            expected: "one line of 1 to \(lineLimit) bytes without control characters or blanks around it")
    }

    /// Whether the text can be the free text of a line and be read again unchanged.
    static func isLine(_ line: String) -> Bool {
        (1...lineLimit).contains(line.utf8.count) && line.unicodeScalars.allSatisfy(\.isPlain)
            && line.utf8.first != UInt8(ascii: " ") && line.utf8.last != UInt8(ascii: " ")
    }
}

extension Expectation {
    var header: CaseError.Header { signature == nil ? .mustPass : .mustFail }
}
