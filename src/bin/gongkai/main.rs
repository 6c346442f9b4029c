//! The command line: arguments in, exit code out. One file a command; what they share stands beside them.
//!
//! Stdout carries data, stderr talk. Exit 0: done; 1: done, and what `--fail-on` or `--exit-code` asks for was met; 2: could not be
//! done, with one sentence that says what happened, where, and what to do.

mod batch;
mod changes;
mod check;
mod conversion;
mod convert;
mod diff;
mod draw;
mod equation;
mod errand;
mod failure;
mod fetch;
mod inputs;
mod isolate;
mod labels;
mod load;
mod office;
mod page;
mod progress;
mod reading;
mod review;
mod schema;
mod second;
mod show;
mod size;
mod stage;
mod summary;

use clap::{Parser, Subcommand};
use failure::Failure;
use std::process::ExitCode;

/// Turns published Chinese government-information-disclosure annual reports into checked data
///
/// Every value is the printed one, or it is marked.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100, subcommand_required = true, arg_required_else_help = true)]
#[command(after_help = "Exit codes: 0 done; 1 done, and --fail-on or --exit-code was met; 2 could not be done.")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Fetch(fetch::Args),
    Convert(convert::Args),
    Check(check::Args),
    Diff(diff::Args),
    Load(load::Args),
    Review(review::Args),
    Show(show::Args),
    Schema(schema::Args),
    #[command(hide = true)]
    SecondReading(second::Args),
    #[command(hide = true)]
    ConvertForParent(isolate::child::Args),
    #[command(hide = true)]
    DrawForParent(review::drawer::Args),
}

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Fetch(args) => fetch::run(&args),
        Command::Convert(args) => convert::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Load(args) => load::run(&args),
        Command::Review(args) => review::run(&args),
        Command::Show(args) => show::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::SecondReading(args) => second::run(&args),
        Command::ConvertForParent(args) => isolate::child::run(&args),
        Command::DrawForParent(args) => review::drawer::run(&args),
    };
    done.unwrap_or_else(Failure::report)
}
