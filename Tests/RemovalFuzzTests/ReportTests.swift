import Testing

@testable import RemovalFuzz

@Suite struct ReportTests {
    @Test(arguments: [
        ("access/struct-page/evict:dax_x", "access-struct-page-dax_x"), ("A//b", "a-b"), ("", "violation"),
        ("o/c/p:s/created=p:s/before/passed=why@p:t", "o-c-s-p-before-why-t"),
        ("///", "violation"), ("x/", "x"), ("\u{E9}--y", "y"),
    ])
    func `slugs are plain`(_ signature: String, _ slug: String) {
        #expect(SignatureSlug.make(signature) == slug)
    }

    @Test func `slugs are short and never hold the separator`() {
        let slug = SignatureSlug.make(String(repeating: "abc/-/", count: 100))
        #expect(slug.utf8.count <= SignatureSlug.lengthLimit && !slug.contains("--") && !slug.hasSuffix("-"))
        #expect(SignatureSlug.prefix(design: "v10", signature: "a/b") == "v10--a-b--")
    }

    @Test func `tables align`() {
        var table = TextTable([.text("name"), .number("count"), .text("end")])
        table.add(["a", "1,000", "x"])
        table.add(["longer", "5", ""])
        #expect(table.text == "name    count  end\na       1,000  x\nlonger      5")
    }
}
