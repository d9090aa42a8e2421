import Corpus
import Testing

@Suite("Content hash")
struct ContentHashTests {
    @Test(
        "agrees with the published digests",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb924"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223"),
            ("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039"),
        ])
    func publishedDigests(message: String, digest: String) {
        #expect(ContentHash(of: Array(message.utf8)).description == digest)
    }

    @Test("agrees with the published digest of a million letters")
    func longMessage() {
        let message = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
        #expect(ContentHash(of: message).description == "cdc76e5c9914fb9281a1c7e284d73e67")
    }

    @Test("differs for every length around a block's end")
    func blockBoundaries() {
        let hashes = Set((0...200).map { ContentHash(of: [UInt8](repeating: 0, count: $0)) })
        #expect(hashes.count == 201)
    }

    @Test("writes 16 bytes that agree with its description")
    func bytes() {
        let hash = ContentHash(of: Array("abc".utf8))
        #expect(hash.bytes.count == ContentHash.byteCount)
        #expect(hash.bytes.starts(with: [0xBA, 0x78, 0x16, 0xBF]))
    }
}
