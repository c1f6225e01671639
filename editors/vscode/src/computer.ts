// This computer, as the finder looks at it.

import * as fs from 'node:fs';
import * as os from 'node:os';
import type { Computer, Finding } from './finder';

/** This computer, as it is now. */
export function thisComputer(): Computer {
  return {
    platform: process.platform,
    arch: process.arch,
    env: process.env,
    home: os.homedir(),
    isProgram(file) {
      try {
        if (!fs.statSync(file).isFile()) return false;
        if (process.platform !== 'win32') fs.accessSync(file, fs.constants.X_OK);
        return true;
      } catch {
        return false;
      }
    },
    realPath(file) {
      try {
        // The system's own way: it also tells letters apart from their other case, and short names from long ones.
        return fs.realpathSync.native(file);
      } catch {
        return file;
      }
    },
  };
}

/** What was found, so that another one, or the same one brought up to date, is told apart. */
export function stamp(found: Finding): string {
  if (found.kind !== 'found') return JSON.stringify(found);
  try {
    const { ino, size, ctimeMs } = fs.statSync(found.program);
    return JSON.stringify([found, ino, size, ctimeMs]);
  } catch {
    return JSON.stringify(found);
  }
}
