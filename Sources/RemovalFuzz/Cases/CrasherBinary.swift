import DAXModel

// The binary form of a crasher:
//
//     "RFCRASH1"  presence (1 target, 2 digest, 4 found)
//     design profile | digest (8 bytes) version | seed executions
//     count, signatures; count, expectations: presence (1 profile, 2 signature) design profile signature
//     count, notes; the case's binary form
//
// The design's string has the guarantees too, the profile's the platform: "merged+insertion-gate", "6.12.y@emulation".
extension Crasher {
    /// First bytes of the binary form; the last one is the version.
    static var magic: String { "RFCRASH" }

    /// The binary form; equal for equal canonical records, on every machine and in every build.
    ///
    /// - Precondition: the record is valid.
    public var encoded: [UInt8] {
        precondition(isValid, "an invalid record has no binary form")
        var writer = ByteWriter()
        write(to: &writer)
        return writer.bytes
    }

    private func write(to writer: inout ByteWriter) {
        writer.raw((Crasher.magic + "1").utf8)
        writer.byte((target == nil ? 0 : 1) | (digest == nil ? 0 : 2) | (found == nil ? 0 : 4))
        if let target {
            writer.string(target.designPartByLetters)
            writer.string(target.kernelPart ?? "")
        }
        if let digest {
            writer.word(digest.value)
            writer.varint(digest.version)
        }
        if let found {
            writer.word(found.seed)
            writer.varint(found.executions)
        }
        writer.count(signatures.count)
        for signature in signatures { writer.string(signature) }
        writer.count(expectations.count)
        for expectation in expectations { expectation.write(to: &writer) }
        writer.count(notes.count)
        for note in notes { writer.string(note) }
        self.case.write(to: &writer)
    }

    /// Reads the binary form and refuses everything that `encoded` would not have written.
    public init(encoded bytes: [UInt8]) throws(CaseFormatError) { try self.init(encoded: bytes, mends: false) }

    /// - Parameter mends: Drops the faults and preemptions that cannot take place instead of refusing the case.
    init(encoded bytes: [UInt8], mends: Bool) throws(CaseFormatError) {
        guard bytes.count <= CaseParser.textLimit else {
            throw CaseFormatError(
                offset: 0, found: "\(bytes.count) bytes", expected: "at most \(CaseParser.textLimit)")
        }
        var reader = ByteReader(bytes)
        let read = try Crasher(from: &reader)
        try reader.requireEnd()
        self = read.withCurrentNames
        do throws(CaseError) {
            if mends { try self.case.mend() }
            try validate()
        } catch {
            throw CaseFormatError(offset: 0, sentence: error.description)
        }
        var writer = ByteWriter()
        read.write(to: &writer)
        try reader.requireSame(as: writer)
    }

    private init(from reader: inout ByteReader) throws(CaseFormatError) {
        _ = try reader.magic(Crasher.magic, versions: 1...1, "a crasher")
        self.init(case: Case())
        let presence = try reader.byte("what is present")
        guard presence < 8 else { throw reader.error("\(presence)", "what is present", at: reader.offset - 1) }
        if presence & 1 != 0 {
            target = try reader.target(hasKernel: true)
        }
        if presence & 2 != 0 {
            digest = RecordedDigest(
                value: try reader.word("a digest"),
                version: UInt16(try reader.varint(UInt64(UInt16.max), "a digest's version")))
        }
        if presence & 4 != 0 {
            found = Discovery(
                seed: try reader.word("a seed"), executions: try reader.varint(.max, "a count of executions"))
        }
        for _ in 0..<(try reader.count(Crasher.signatureLimit, "a number of signatures")) {
            signatures.append(try reader.string(Crasher.lineLimit, "a signature"))
        }
        for _ in 0..<(try reader.count(Crasher.expectationLimit, "a number of expectations")) {
            expectations.append(try Expectation(from: &reader))
        }
        for _ in 0..<(try reader.count(Crasher.noteLimit, "a number of notes")) {
            notes.append(try reader.string(Crasher.lineLimit, "a note"))
        }
        self.case = try Case(from: &reader)
    }
}

extension Expectation {
    fileprivate func write(to writer: inout ByteWriter) {
        writer.byte((target.profile == nil ? 0 : 1) | (signature == nil ? 0 : 2))
        writer.string(target.designPartByLetters)
        if let kernel = target.kernelPart { writer.string(kernel) }
        if let signature { writer.string(signature) }
    }

    fileprivate init(from reader: inout ByteReader) throws(CaseFormatError) {
        let presence = try reader.byte("an expectation")
        guard presence < 4 else { throw reader.error("\(presence)", "an expectation", at: reader.offset - 1) }
        self.init(try reader.target(hasKernel: presence & 1 != 0))
        if presence & 2 != 0 { signature = try reader.string(Crasher.lineLimit, "a signature") }
    }
}

extension ByteReader {
    fileprivate mutating func target(hasKernel: Bool) throws(CaseFormatError) -> TargetName {
        let start = offset
        let design = try string(TargetName.textLimit, "a design's name")
        let kernel = hasKernel ? try string(TargetName.textLimit, "a profile's name") : nil
        do throws(TargetNameError) { return try TargetName(designPart: design, kernelPart: kernel) } catch {
            throw CaseFormatError(offset: start, sentence: "in a target's name, \(error)")
        }
    }
}
