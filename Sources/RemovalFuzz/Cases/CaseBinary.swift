import DAXModel

// The compact binary form, all numbers bounded and in one way only:
//
//     "RFCASE1" or "RFCASE2"  rmapbt (0|1)
//     count, then each operation: id, task, code, and the arguments of its kind as bytes (see `visitArguments`)
//     count, then each fault: code, task, operation, occurrence, and file page | until
//     count, then each preemption: moment (in RFCASE2), task, operation, step, occurrence, run
//
// RFCASE2 is what a case with decisions of the free rule is written as, and nothing else. Ids, counts, lengths and the
// occurrences of preemptions are varints; the rest are single bytes and strings.
extension Case {
    /// First bytes of the binary form, but for the last one, which is the version.
    static var magic: String { "RFCASE" }

    /// The binary form: equal for equal canonical cases, on every machine and in every build.
    ///
    /// - Precondition: the case is valid.
    public var encoded: [UInt8] {
        precondition(isValid, "an invalid case has no binary form")
        var writer = ByteWriter()
        write(to: &writer)
        return writer.bytes
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
        let read = try Case(from: &reader)
        try reader.requireEnd()
        self = read.withCurrentNames
        do throws(CaseError) {
            if mends { try mend() }
            try validate()
        } catch {
            throw CaseFormatError(offset: 0, sentence: error.description)
        }
        var writer = ByteWriter()
        read.write(to: &writer)
        try reader.requireSame(as: writer)
    }

    /// A 64-bit hash of the canonical case, the same in every build: FNV-1a over the binary form, then mixed so that
    /// low bits are as good as high ones. Targets and notes are no part of it. Defined for invalid cases too.
    public var hash: UInt64 {
        var writer = ByteWriter()
        write(to: &writer)
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in writer.bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        hash = (hash ^ (hash >> 33)) &* 0xFF51_AFD7_ED55_8CCD
        hash = (hash ^ (hash >> 33)) &* 0xC4CE_B9FE_1A85_EC53
        return hash ^ (hash >> 33)
    }

    /// Writes the canonical case: what is unused has no place in the form.
    func write(to writer: inout ByteWriter) {
        writer.raw(Case.magic.utf8)
        writer.raw((rule == .free ? "2" : "1").utf8)
        writer.byte(mkfs.rmapbt ? 1 : 0)
        writer.count(operations.count)
        for operation in operations { operation.write(to: &writer) }
        writer.count(faults.count)
        for fault in faults { fault.write(to: &writer) }
        let preemptions = distinctPreemptions
        writer.count(preemptions.count)
        for preemption in preemptions { preemption.write(to: &writer, withMoment: rule == .free) }
    }

    /// Reads a case out of a larger form; the caller validates it.
    init(from reader: inout ByteReader) throws(CaseFormatError) {
        let isFree = try reader.magic(Case.magic, versions: 1...2, "a case") == 2
        self.init(mkfs: MkfsOptions(rmapbt: try reader.flag("rmapbt")))
        for _ in 0..<(try reader.count(Limits.operations, "a number of operations")) {
            operations.append(try Operation(from: &reader))
        }
        for _ in 0..<(try reader.count(Limits.faults, "a number of faults")) {
            faults.append(try Fault(from: &reader))
        }
        for _ in 0..<(try reader.count(Limits.preemptions, "a number of preemptions")) {
            preemptions.append(try Preemption(from: &reader, withMoment: isFree))
        }
    }
}
