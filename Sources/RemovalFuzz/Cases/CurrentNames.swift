import DAXModel

// What was written before a step was renamed means the step of today.

extension Case {
    /// With the steps of its preemptions under the names of today.
    var withCurrentNames: Case {
        var result = self
        for index in preemptions.indices {
            result.preemptions[index].step = StepTable.shared.currentName(preemptions[index].step)
        }
        return result
    }
}

extension Crasher {
    /// With all steps, those of its signatures too, under the names of today. The digest stays: it hashes names, so the
    /// execution that it stands for was another one.
    var withCurrentNames: Crasher {
        var result = self
        result.case = self.case.withCurrentNames
        result.signatures = signatures.map(Crasher.currentSignature)
        for index in expectations.indices {
            result.expectations[index].signature = expectations[index].signature.map(Crasher.currentSignature)
        }
        return result
    }

    /// A signature, or the beginning of one, with its steps under the names of today. It holds them between characters
    /// that no step's name has.
    public static func currentSignature(_ signature: String) -> String {
        var result: [UInt8] = []
        var name: [UInt8] = []
        func renamed() -> [UInt8] { Array(StepTable.shared.currentName(String(decoding: name, as: UTF8.self)).utf8) }
        for byte in signature.utf8 {
            if byte.isNameByte || byte == UInt8(ascii: ":") {
                name.append(byte)
            } else {
                result += renamed() + [byte]
                name = []
            }
        }
        return String(decoding: result + renamed(), as: UTF8.self)
    }
}
