import Foundation

/// Another program, run to its end.
///
/// Foundation's `Process` waits on a socket of the loopback network, and hangs on a machine that has
/// no network at all; this waits on the program itself.
enum Subprocess {
    /// Runs a program, found by `PATH`, with nothing to read and its output thrown away.
    ///
    /// - Parameters:
    ///   - command: The program and its arguments.
    ///   - errors: The file that gets what it writes to stderr.
    /// - Returns: Its exit status, or `nil` if it could not be started or was killed.
    static func run(_ command: [String], errorsTo errors: String) -> Int32? {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(
            &actions,
            2,
            errors,
            O_WRONLY | O_CREAT | O_TRUNC,
            0o600
        )
        let environment = ProcessInfo.processInfo.environment.map { "\($0.key)=\($0.value)" }
        var arguments = command.map { strdup($0) } + [nil]
        var variables = environment.map { strdup($0) } + [nil]
        defer { (arguments + variables).forEach { free($0) } }
        var process = pid_t()
        guard posix_spawnp(&process, command[0], &actions, nil, &arguments, &variables) == 0 else {
            return nil
        }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 {
            guard errno == EINTR else { return nil }
        }
        let wasKilled = status & 0x7F != 0
        return wasKilled ? nil : (status >> 8) & 0xFF
    }
}
