import CLibCrypto
import CSV
import Foundation

/// What a file holds, in short.
package struct FileDigest: Equatable, Sendable {
    package let byteCount: Int
    /// SHA-256 in 64 lower-case hexadecimal digits.
    package let sha256: String

    /// What a description says of a file.
    init(byteCount: Int, sha256: String) {
        self.byteCount = byteCount
        self.sha256 = sha256
    }

    /// Reads a file from the beginning to the end.
    package init(of path: String) throws(PublishingError) {
        guard let file = fopen(path, "r") else {
            throw .unreadable(path: path, reason: systemReason())
        }
        defer { fclose(file) }
        let context = EVP_MD_CTX_new()
        defer { EVP_MD_CTX_free(context) }
        EVP_DigestInit_ex(context, EVP_sha256(), nil)
        var chunk = [UInt8](repeating: 0, count: 1 << 20)
        var total = 0
        while case let count = fread(&chunk, 1, chunk.count, file), count > 0 {
            EVP_DigestUpdate(context, chunk, count)
            total += count
        }
        guard ferror(file) == 0 else { throw .unreadable(path: path, reason: systemReason()) }
        var digest = [UInt8](repeating: 0, count: 32)
        EVP_DigestFinal_ex(context, &digest, nil)
        byteCount = total
        sha256 = digest.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
