// Where the program lies. Knows nothing of VS Code: what it looks at is handed in, so that a test can play any computer.
//
// A folder that is opened may come from anybody, so nothing in it may choose what is started: only the user's own setting counts, an
// entry of the PATH that is empty or relative (and so means the folder one happens to be in) is passed over, and in a folder that is not
// trusted, so is one that lies in it.

import * as path from 'node:path';

/** The computer, as far as it matters here. */
export interface Computer {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** Whether this is a file that may be started. */
  isProgram(file: string): boolean;
  /** The path without symbolic links in it; the path itself, where it cannot be told. */
  realPath(file: string): string;
}

/** What VS Code says of the window. */
export interface Window {
  /** The user's own setting; empty where there is none. */
  readonly setting: string;
  readonly isTrusted: boolean;
  /** The folders that are open. */
  readonly folders: readonly string[];
  /** The folder of this extension. */
  readonly extension: string;
}

export type Finding =
  | { readonly kind: 'found'; readonly program: string; readonly from: 'setting' | 'path' | 'home' | 'packaged' }
  | { readonly kind: 'wrong-setting'; readonly setting: string; readonly isRelative: boolean }
  | { readonly kind: 'missing' };

/** Paths as this computer writes them. */
function paths(computer: Computer): path.PlatformPath {
  return computer.platform === 'win32' ? path.win32 : path.posix;
}

/** The PATH's own name: on Windows it is often written `Path`. */
function pathName(computer: Computer): string {
  if (computer.platform !== 'win32') return 'PATH';
  return Object.keys(computer.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
}

/** Whether a file lies in one of the folders, links followed. */
function isInside(computer: Computer, file: string, folders: readonly string[]): boolean {
  const at = paths(computer);
  const places = [file, computer.realPath(file)];
  return folders.some((folder) =>
    [folder, computer.realPath(folder)].some((outer) =>
      places.some((inner) => {
        const way = at.relative(outer, inner);
        return way === '' || (way !== '..' && !way.startsWith(`..${at.sep}`) && !at.isAbsolute(way));
      }),
    ),
  );
}

/** The folders of the PATH in which a program may be looked for. */
function searched(computer: Computer, window: Window): string[] {
  const at = paths(computer);
  const entries = (computer.env[pathName(computer)] ?? '').split(at.delimiter);
  // On Windows an entry may stand in quotes.
  const plain = entries.map((entry) => (computer.platform === 'win32' ? entry.replace(/^"(.*)"$/, '$1') : entry));
  return plain.filter((entry) => {
    if (!isFull(computer, entry)) return false;
    return window.isTrusted || !isInside(computer, entry, window.folders);
  });
}

/** Whether a path says all of where it is. On Windows `\tools` depends on the drive one happens to be on. */
function isFull(computer: Computer, file: string): boolean {
  if (computer.platform !== 'win32') return file.startsWith('/');
  return /^(?:[A-Za-z]:[\\/]|\\\\)/.test(file);
}

/** The environment for a program that is started: the user's, with a PATH that means the same in every folder. */
export function environment(computer: Computer, window: Window): Record<string, string | undefined> {
  const at = paths(computer);
  return { ...computer.env, [pathName(computer)]: searched(computer, window).join(at.delimiter) };
}

/** The files in a folder of the PATH that would be this program, best first. */
function candidates(computer: Computer, folder: string): string[] {
  const at = paths(computer);
  if (computer.platform !== 'win32') return [at.join(folder, 'coffeechat')];
  // npm puts a script there, which only a shell can start. The program itself lies in a package beside it.
  const inNpm = at.join('@coffeechat', `win32-${computer.arch}`, 'bin', 'coffeechat.exe');
  return [
    at.join(folder, 'coffeechat.exe'),
    at.join(folder, 'node_modules', 'coffeechat', 'node_modules', inNpm),
    at.join(folder, 'node_modules', inNpm),
  ];
}

/** The program that a path names. On Windows that may be npm's script, which is what `where.exe` prints. */
function meant(computer: Computer, file: string): string | undefined {
  if (computer.platform === 'win32' && !/\.exe$/i.test(file)) {
    if (!/[\\/]coffeechat(?:\.cmd|\.ps1)?$/i.test(file)) return undefined;
    return candidates(computer, path.win32.dirname(file)).find((each) => computer.isProgram(each));
  }
  return computer.isProgram(file) ? file : undefined;
}

/** Where pipx, cargo and npm put programs, which a VS Code that was open before may not have in its PATH yet. */
function homes(computer: Computer): string[] {
  const at = paths(computer);
  const places = [at.join(computer.home, '.local', 'bin'), at.join(computer.home, '.cargo', 'bin')];
  const data = computer.env.APPDATA;
  if (computer.platform === 'win32' && data !== undefined && isFull(computer, data)) places.push(at.join(data, 'npm'));
  return places;
}

/** The setting with `~` written out, and without the quotes that Windows puts around a path that is copied. */
function written(computer: Computer, given: string): string {
  const setting = computer.platform === 'win32' ? given.replace(/^"(.*)"$/, '$1') : given;
  return setting === '~' || /^~[\\/]/.test(setting) ? paths(computer).join(computer.home, setting.slice(1)) : setting;
}

/** Looks for the program: the setting, the PATH, where pipx, cargo and npm put programs, then beside the extension. */
export function find(computer: Computer, window: Window): Finding {
  const at = paths(computer);
  const setting = window.setting.trim();
  if (setting !== '') {
    // Who names a program means that one, so none is taken in its place.
    const program = written(computer, setting);
    if (!isFull(computer, program)) return { kind: 'wrong-setting', setting, isRelative: true };
    const named = meant(computer, program);
    if (named === undefined) return { kind: 'wrong-setting', setting, isRelative: false };
    return { kind: 'found', program: named, from: 'setting' };
  }
  const may = (file: string) =>
    computer.isProgram(file) && (window.isTrusted || !isInside(computer, file, window.folders));
  const within = (folders: string[]) => folders.flatMap((folder) => candidates(computer, folder)).find(may);
  const inPath = within(searched(computer, window));
  if (inPath !== undefined) return { kind: 'found', program: inPath, from: 'path' };
  const atHome = within(homes(computer));
  if (atHome !== undefined) return { kind: 'found', program: atHome, from: 'home' };
  const name = computer.platform === 'win32' ? 'coffeechat.exe' : 'coffeechat';
  const packaged = at.join(window.extension, 'bin', name);
  if (computer.isProgram(packaged)) return { kind: 'found', program: packaged, from: 'packaged' };
  return { kind: 'missing' };
}
