import Fixtures
import Testing

@testable import Publishing

@Suite("digests of files")
struct FileDigestTests {
    @Test(
        "SHA-256 of the standard's examples",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
        ]
    )
    func vectors(text: String, hash: String) throws {
        let folder = try HeldFolder()
        try folder.write(text, to: "file")
        let digest = try FileDigest(of: "\(folder.path)/file")
        #expect(digest.sha256 == hash)
        #expect(digest.byteCount == text.utf8.count)
    }

    @Test("a file longer than what is read at once: a million times the letter a")
    func long() throws {
        let folder = try HeldFolder()
        try folder.write(String(repeating: "a", count: 1_000_000), to: "file")
        try folder.write(String(repeating: "a", count: 3_000_000), to: "longer")
        let digest = try FileDigest(of: "\(folder.path)/file")
        #expect(
            digest.sha256 == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        )
        #expect(try FileDigest(of: "\(folder.path)/longer").byteCount == 3_000_000)
    }

    @Test("a file that is not there is named in the error")
    func missing() throws {
        let error = try #require(throws: PublishingError.self) {
            _ = try FileDigest(of: "/nowhere/file")
        }
        #expect(error.description == "/nowhere/file: cannot be read: No such file or directory")
    }
}
