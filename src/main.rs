//! The command.

fn main() -> std::process::ExitCode {
    tonne::cli::main()
}
