// The program that tests run against, and what they share.

import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

/** The folder of the extension. */
export const EXTENSION = process.env.EXTENSION ?? process.cwd();
/** The folder of the repository. */
export const ROOT = path.join(EXTENSION, '..', '..');
/** The program; empty where there is none. */
export const PROGRAM = process.env.COFFEECHAT_BINARY ?? '';

/** Why a test that needs the program cannot run here; false where it can. */
export function skip(): string | false {
  if (PROGRAM !== '' && fs.existsSync(PROGRAM)) return false;
  const why = 'there is no program: build it (cargo build), or name one in COFFEECHAT_BINARY';
  if (process.env.REQUIRE_PROGRAM === '1') throw new Error(why);
  return why;
}

/** An empty folder, gone when the tests end. */
export function emptyFolder(): string {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'coffeechat-test-')));
  process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}
