//! The size and the speed of the main job.
fn main() {}
