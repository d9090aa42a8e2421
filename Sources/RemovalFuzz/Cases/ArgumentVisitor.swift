import DAXModel

/// Sees the arguments of a call one after another, in the order in which they are written, and may change them.
/// Whatever is done with arguments of every kind is one of these: printing, reading, checking, drawing, reducing.
protocol ArgumentVisitor {
    associatedtype Failure: Error = Never

    // What a number means, for those who care. Everybody else sees a number.
    mutating func file(_ file: inout FileName) throws(Failure)
    mutating func descriptor(_ slot: inout DescriptorSlot) throws(Failure)
    mutating func mapping(_ slot: inout MappingSlot) throws(Failure)
    mutating func task(_ task: inout UserTask) throws(Failure)
    mutating func page(_ page: inout MappingPage) throws(Failure)
    mutating func size(_ size: inout FileSize) throws(Failure)

    /// One number, for example `d0` or `page 2`.
    mutating func number<Number: WrittenNumber>(_ number: inout Number) throws(Failure)
    /// First page and number of pages: `pages 0+4`.
    mutating func pages(_ pages: inout PageRange) throws(Failure)
    /// Exactly one of several words, by its index.
    mutating func choice(_ words: [String], _ index: inout Int) throws(Failure)
    /// A word that may be left out.
    mutating func option(_ word: String, _ isSet: inout Bool) throws(Failure)
    /// A word that is always there and says nothing: `dontneed`.
    mutating func fixedWord(_ word: String) throws(Failure)
}

extension ArgumentVisitor {
    mutating func file(_ file: inout FileName) throws(Failure) { try number(&file) }
    mutating func descriptor(_ slot: inout DescriptorSlot) throws(Failure) { try number(&slot) }
    mutating func mapping(_ slot: inout MappingSlot) throws(Failure) { try number(&slot) }
    mutating func task(_ task: inout UserTask) throws(Failure) { try number(&task) }
    mutating func page(_ page: inout MappingPage) throws(Failure) { try number(&page) }
    mutating func size(_ size: inout FileSize) throws(Failure) { try number(&size) }
    mutating func fixedWord(_ word: String) throws(Failure) {}
}
