import Testing

@testable import Observability

@Suite("Redaction")
struct RedactionTests {
    @Test(arguments: [
        ("redis://:hunter2@host:6379/0", "redis://:[redacted]@host:6379/0"),
        ("at redis://user:p@ss@host:1 and", "at redis://user:[redacted]@host:1 and"),
        ("http://host:8000/a:b@c", "http://host:8000/a:b@c"), ("user@example.org: hello", "user@example.org: hello"),
        ("GET /x?api_key=abc&q=1", "GET /x?api_key=[redacted]&q=1"),
        ("https://h/y?key=abc#top", "https://h/y?key=[redacted]#top"),
        ("Authorization: Bearer abc.def-g, next", "Authorization: Bearer [redacted], next"),
        ("authorization: basic dXNlcg==", "authorization: basic [redacted]"),
        ("token behind bearer xyz", "token behind bearer [redacted]"), ("X-API-Key: k1-abc", "X-API-Key: [redacted]"),
        ("{\"password\": \"a b\\\"c\", \"x\": 1}", "{\"password\": \"[redacted]\"c\", \"x\": 1}"),
        ("{\"access_token\":\"abc\"}", "{\"access_token\":\"[redacted]\"}"), ("token=", "token="),
        ("token=&key=,", "token=&key=,"),
        ("unknown key: mode", "unknown key: mode"), ("max_tokens: 500, tokens=3", "max_tokens: 500, tokens=3"),
        ("a = b, c: d", "a = b, c: d"), ("12:30:05", "12:30:05"),
        ("client_secret = abc;x", "client_secret = [redacted];x"),
        ("", ""), (":", ":"), ("=", "="), ("://:@", "://:@"), ("password:", "password:"),
    ])
    func patterns(text: String, shown: String) {
        #expect(Redaction().text(text) == shown)
    }

    @Test
    func knownSecretsAreFoundEverywhere() {
        let redaction = Redaction(secrets: ["s3cr3t-key", "short", "s3cr3t-key-longer", ""])
        #expect(redaction.text("a s3cr3t-key-longer b s3cr3t-key!") == "a [redacted] b [redacted]!")
        #expect(redaction.text("short s3cr3t") == "short s3cr3t")
    }

    @Test(arguments: ["api_key", "X-API-Key", "Authorization", "redis_password", "Cookie", "set-cookie", "JWT", "key"])
    func secretNames(name: String) {
        #expect(Redaction.isSecret(name))
    }

    @Test(arguments: ["message", "keyword", "monkey", "tokens", "prompt_tokens", "author", "path", ""])
    func otherNames(name: String) {
        #expect(!Redaction.isSecret(name))
    }

    @Test
    func anyTextIsRead() {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        var random = SeededGenerator(seed)
        let pieces = ["token", "=", ":", " ", "\"", "'", "://", "@", "bearer ", "key", "/", "ä", "\u{0}", "x", ","]
        for _ in 0..<3000 {
            let text = (0..<Int.random(in: 0..<12, using: &random)).map { _ in pieces.randomElement(using: &random)! }
            _ = Redaction(secrets: ["tokentoken"]).text(text.joined())
        }
        // Linear, whatever stands there.
        for piece in [":", "://a:", "bearer ", "key=", "@:"] {
            _ = Redaction().text(String(repeating: piece, count: 4000 / piece.utf8.count))
        }
    }
}
