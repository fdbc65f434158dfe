import Testing

@Suite("help")
struct HelpTests {
    /// Every command, as the help text lists them; none if it cannot be read, which a test tells.
    private static let all: [String] = ((try? lines()) ?? []).map {
        String($0.split(separator: " ")[0])
    }

    /// The lines about commands, each of which begins with its name.
    private static func lines() throws -> [String] {
        let help = try Twotower().succeed("--help")
        #expect(help.hasPrefix("OVERVIEW: "))
        let lines = help.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        return lines.drop { $0 != "SUBCOMMANDS:" }.dropFirst().prefix { !$0.isEmpty }
            .filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
    }

    @Test("the help text lists every command with a line about it")
    func commands() throws {
        let lines = try Self.lines()
        #expect(Set(Self.all).isSuperset(of: ["run", "tune", "validate", "verify", "rollback"]))
        #expect(lines.count == Self.all.count && Set(Self.all).count == Self.all.count)
        for line in lines { #expect(line.split(separator: " ").count > 4, "\(line)") }
    }

    @Test("every command explains itself, with a sentence for every flag", arguments: all)
    func command(name: String) throws {
        let help = try Twotower().succeed(name, "--help")
        #expect(help.contains("USAGE: twotower \(name)"))
        let lines = help.split(separator: "\n").map(String.init) + [""]
        for (line, next) in zip(lines, lines.dropFirst()) where line.hasPrefix("  --") {
            // The sentence stands behind the flag, or under it where the flag is long.
            let sentence =
                line.dropFirst(2).firstRange(of: "  ") ?? next.firstRange(of: "          ")
            #expect(sentence != nil, "\(line)")
        }
        #expect(help.contains("-h, --help"))
    }
}
