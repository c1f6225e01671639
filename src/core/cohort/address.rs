//! Where a journal comes from, and the folder that it is kept in.

/// Where a journal comes from. Nothing that Git could take for an option or for a program to start is one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Address {
    /// A server: `https://…`, `ssh://…` or `git@host:path`, without any token.
    Remote(String),
    /// A folder of this machine: a path, or what `file://` names.
    Local(String),
}
