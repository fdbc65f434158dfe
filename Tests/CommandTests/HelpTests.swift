import Testing

@Suite("help")
struct HelpTests {
    private static let all = [
        "run", "train", "export", "evaluate", "recommend", "neighbours", "fetch", "synthesize",
    ]

    @Test("the help text lists every command with a line about it")
    func commands() throws {
        let help = try Twotower().succeed("--help")
        #expect(help.hasPrefix("OVERVIEW: "))
        for command in Self.all {
            let line = help.split(separator: "\n").first { line in
                line.drop { $0 == " " }.hasPrefix(command + " ") && line.hasPrefix("  ")
            }
            #expect(line.map { $0.count > command.count + 10 } == true, "\(command)")
        }
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
