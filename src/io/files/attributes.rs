//! What the system keeps beside the bytes of a file: its extended attributes, and with them on some systems the list of who may read it.

use std::fs::File;
use std::io::Result;

/// The most bytes of a list of names, and of a value; Linux allows no more.
#[cfg(any(target_os = "linux", target_os = "macos"))]
const MOST: usize = 64 * 1024;

/// Gives `to` the attributes of `from`. Those that are the system's own are passed over where they cannot be given.
///
/// # Errors
/// What the system said to an attribute of the user's own, or to the list of who may do what.
#[cfg(any(target_os = "linux", target_os = "macos"))]
pub fn keep(from: &File, to: &File) -> Result<()> {
    use rustix::fs::{XattrFlags, fgetxattr, flistxattr, fsetxattr};
    let mut names = vec![0_u8; MOST];
    // A file system without attributes says so.
    let Ok(length) = flistxattr(from, &mut names[..]) else { return Ok(()) };
    let names = names[..length].split(|&byte| byte == 0).filter(|name| !name.is_empty());
    for name in names {
        let mut value = vec![0_u8; MOST];
        let given = fgetxattr(from, name, &mut value[..])
            .and_then(|length| fsetxattr(to, name, &value[..length], XattrFlags::empty()));
        if name.starts_with(b"user.") || name == b"system.posix_acl_access" {
            given?;
        }
    }
    Ok(())
}

/// Here there are none that we know of.
///
/// # Errors
/// None.
#[cfg(not(any(target_os = "linux", target_os = "macos")))]
pub fn keep(_: &File, _: &File) -> Result<()> {
    Ok(())
}
