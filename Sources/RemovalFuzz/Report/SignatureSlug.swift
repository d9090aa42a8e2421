/// A signature as a part of a file's name.
public enum SignatureSlug {
    /// Most characters of a slug. With the longest name of a design and a hash, a file's name stays below 255 bytes.
    public static var lengthLimit: Int { 128 }

    /// The telling words of a signature: lower-case letters, digits, dots and underscores, everything between them as
    /// one hyphen. Of "path:step" the step is kept, or the path where it says what created the object.
    ///
    /// Different signatures may have the same slug; a file's name has the hash of its content besides.
    public static func make(_ signature: String) -> String {
        let words = signature.lowercased().split(separator: "/").map(abridged).joined(separator: "/")
        var slug: [UInt8] = []
        for byte in words.utf8 where slug.count < lengthLimit {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"),
                UInt8(ascii: "."):
                slug.append(byte)
            default:
                if !slug.isEmpty && slug.last != UInt8(ascii: "-") { slug.append(UInt8(ascii: "-")) }
            }
        }
        while slug.last == UInt8(ascii: "-") { slug.removeLast() }
        return slug.isEmpty ? "violation" : String(decoding: slug, as: UTF8.self)
    }

    private static func abridged(_ component: Substring) -> String {
        if component.hasPrefix("created=") { return String(component.dropFirst(8).prefix { $0 != ":" }) }
        guard let colon = component.firstIndex(of: ":") else { return String(component) }
        let step = component[component.index(after: colon)...]
        guard component.hasPrefix("passed=") else { return String(step) }
        return component.dropFirst(7).prefix { $0 != "@" } + "-" + step
    }

    /// What the name of a crasher's file begins with: "design--slug--".
    public static func prefix(design: String, signature: String) -> String { design + "--" + make(signature) + "--" }
}
