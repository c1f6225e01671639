// Which folder is the journal. A folder that is open may be one, or may hold one beside other things, such as `career` in a repository of a
// course; the program makes a note in the one that it is started in.

import * as path from 'node:path';

/** The files that mark a journal: in the folder that is open, and one below it. */
export const MARKS = '{coffeechat.toml,*/coffeechat.toml}';

/** A folder that is open, and the folders in it that have a `coffeechat.toml`. Paths with `/`, as addresses have them. */
export interface Opened {
  readonly folder: string;
  readonly marked: readonly string[];
}

function holds(folder: string, file: string): boolean {
  return file === folder || file.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

/** The journals that may be meant, for the note in front, or for none. With one there is nothing to ask. */
export function journals(opened: readonly Opened[], note: string | undefined): string[] {
  const around = note === undefined ? [] : opened.filter(({ folder }) => holds(folder, note));
  // A folder that is open may lie in another one; the inner one is nearer.
  const nearest = around.sort((one, other) => other.folder.length - one.folder.length)[0];
  if (nearest !== undefined && note !== undefined) {
    const inner = nearest.marked.filter((folder) => holds(folder, note));
    const deepest = inner.sort((one, other) => other.length - one.length)[0];
    return deepest === undefined ? within(nearest) : [deepest];
  }
  return [...new Set(opened.flatMap(within))];
}

/** Without a mark it is the folder itself, as it is where it has one. */
function within({ folder, marked }: Opened): string[] {
  return marked.length === 0 || marked.includes(folder) ? [folder] : [...marked].sort();
}

/** The folder of a file. */
export function folderOf(file: string): string {
  return path.posix.dirname(file);
}
