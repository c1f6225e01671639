// Starts the program for a moment and hears what it says: never by a shell, never for longer than it may take.

import { type ExecFileException, execFile } from 'node:child_process';
import { KNOWS_SERVER, VERSION } from './arguments';
import { FIRST, isOlder, versionIn } from './version';

/** How a program is started. */
export interface Start {
  readonly program: string;
  readonly cwd: string;
  readonly env: Record<string, string | undefined>;
}

/** What a program said. */
export interface Answer {
  /** The exit code; undefined where it could not be started, or was stopped. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

const PATIENCE = 15_000;
const MOST = 1024 * 1024;

/** Runs a program to its end. Never throws. */
export function run(start: Start, args: readonly string[], patience = PATIENCE): Promise<Answer> {
  return new Promise((resolve) => {
    const options = {
      cwd: start.cwd,
      env: start.env as NodeJS.ProcessEnv,
      shell: false,
      windowsHide: true,
      timeout: patience,
      maxBuffer: MOST,
      encoding: 'utf8',
    } as const;
    try {
      const child = execFile(start.program, [...args], options, (error, stdout, stderr) => {
        if (error === null) return resolve({ code: 0, stdout, stderr });
        const code = typeof error.code === 'number' ? error.code : undefined;
        return resolve({ code, stdout, stderr: code === undefined ? whyNot(error, stderr, patience) : stderr });
      });
      // Nobody types there; a program that waits for input sees its end.
      child.stdin?.end();
    } catch (error) {
      resolve({ code: undefined, stdout: '', stderr: error instanceof Error ? error.message : String(error) });
    }
  });
}

/** Why a program did not come to its end. Node's own words hold the whole command, and nothing of what to do. */
function whyNot(error: ExecFileException, stderr: string, patience: number): string {
  if (error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return 'it printed more than could be read';
  if (error.killed === true) return `it did not answer within ${patience / 1000} seconds`;
  if (error.signal) return `it was ended by ${error.signal}${stderr.trim() === '' ? '' : `: ${stderr.trim()}`}`;
  return stderr.trim() === '' ? error.message : stderr;
}

export type Examined =
  | { readonly kind: 'good'; readonly version: string }
  | { readonly kind: 'too-old'; readonly version: string }
  | { readonly kind: 'another' }
  | { readonly kind: 'broken'; readonly why: string };

/** Asks a program whether it is coffeechat, and one that knows `lsp`. */
export async function examine(start: Start): Promise<Examined> {
  const [told, knows] = await Promise.all([run(start, VERSION), run(start, KNOWS_SERVER)]);
  if (told.code !== 0) return { kind: 'broken', why: told.stderr.trim() || `exit code ${told.code ?? 'none'}` };
  const version = versionIn(told.stdout);
  if (version === undefined) return { kind: 'another' };
  return isOlder(version, FIRST) || knows.code !== 0 ? { kind: 'too-old', version } : { kind: 'good', version };
}
