//! Which files the system would run, and which of them this program is.

use std::path::{Path, PathBuf};

/// Whether the system would run the file at `path`.
pub fn is_program(path: &Path) -> bool {
    let Ok(data) = path.metadata() else { return false };
    #[cfg(unix)]
    let may_run = std::os::unix::fs::PermissionsExt::mode(&data.permissions()) & 0o111 != 0;
    #[cfg(not(unix))]
    let may_run = true;
    data.is_file() && may_run
}

/// Where this program lies, by the name under which the `PATH` finds it if it does: a name that stays when a newer version comes.
pub fn own_program() -> Option<PathBuf> {
    let own = std::env::current_exe().ok()?;
    let real = own.canonicalize().ok()?;
    let name = format!("coffeechat{}", std::env::consts::EXE_SUFFIX);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut named = std::env::split_paths(&path).filter(|folder| folder.is_absolute()).map(|folder| folder.join(&name));
    Some(named.find(|path| path.canonicalize().is_ok_and(|path| path == real)).unwrap_or(own))
}
