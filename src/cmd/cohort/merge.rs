//! `coffeechat cohort merge`: the reports of a class's parts, joined.

use std::path::{Path, PathBuf};

use super::print::Printing;
use crate::cmd::{Env, Outcome};
use crate::core::cohort::{Class, merge};
use crate::error::{Error, Result};
use crate::io::files;
use crate::render::cohort::json;

const EXAMPLES: &str = "  coffeechat cohort merge part-1.json part-2.json
  coffeechat cohort merge part-1.json part-2.json --format csv";

/// Join the reports of a class that was checked in parts
///
/// The parts are reports of cohort check --shard in the format json, in any order; a missing one is named.
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES)]
pub struct Args {
    /// Reports of the format json
    #[arg(required = true)]
    reports: Vec<PathBuf>,
    #[command(flatten)]
    printing: Printing,
}

/// The most bytes of a report that is read back.
const MOST: u64 = 1 << 30;

/// Joins, prints, and says how it ended: as partial as the parts were.
///
/// # Errors
/// Where a report cannot be read, or the reports are not parts of one class.
pub fn run(args: &Args, env: &mut Env) -> Result<Outcome> {
    let printer = args.printing.prepare(&args.reports)?;
    let parts = args.reports.iter().map(|path| read(path)).collect::<Result<Vec<Class>>>()?;
    let class = merge::merge(parts).map_err(|message| Error::Usage {
        message,
        help: "A part is made by: coffeechat cohort check DIR --shard 1/3 --format json --output part-1.json"
            .to_owned(),
    })?;
    printer.print(env, &class)?;
    Ok(if class.is_partial() { Outcome::Partly } else { Outcome::Done })
}

/// Reads a report of the format json back.
///
/// # Errors
/// Where the file cannot be read, or is no such report.
pub fn read(path: &Path) -> Result<Class> {
    let refuse = |why: String| Error::Path {
        path: files::path_name(path).shown,
        why,
        help: "Such a report is made by: coffeechat cohort check DIR --format json --output FILE".to_owned(),
    };
    let bytes = files::read_bytes_up_to(path, MOST).map_err(refuse)?;
    let bytes = bytes.map_err(|size| refuse(format!("is larger than a report can be ({size} bytes)")))?;
    let text = String::from_utf8(bytes).map_err(|_| refuse("is not UTF-8 text".to_owned()))?;
    json::read(&text).map_err(refuse)
}
