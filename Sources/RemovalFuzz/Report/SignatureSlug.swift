/// A signature as a part of a file's name.
public enum SignatureSlug {
    /// Most characters of a slug.
    public static var lengthLimit: Int { 80 }

    /// Lower-case letters, digits, dots and underscores of the signature, everything between them as one hyphen.
    ///
    /// Different signatures may have the same slug; a file's name has the hash of its content besides.
    public static func make(_ signature: String) -> String {
        var slug: [UInt8] = []
        for byte in signature.lowercased().utf8 where slug.count < lengthLimit {
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

    /// What the name of a crasher's file begins with: "design--slug--".
    public static func prefix(design: String, signature: String) -> String { design + "--" + make(signature) + "--" }
}
