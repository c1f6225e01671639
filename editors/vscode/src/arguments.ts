// What is typed for the program. Each argument is one item of a list and no shell reads it, so a name may hold anything.

export const SERVER: readonly string[] = ['lsp'];
export const VERSION: readonly string[] = ['--version'];
/** Ends with 0 where the program knows `lsp`. */
export const KNOWS_SERVER: readonly string[] = ['lsp', '--help'];

/** What is asked for a conversation. */
export interface Conversation {
  /** Absent where the activity has one level only. */
  readonly level?: string | undefined;
  readonly contact: string;
  /** Absent where it is left open. */
  readonly seniority?: string | undefined;
}

/** `coffeechat new`. A value stands behind `=`, so that a name such as `-Ada` is no option. */
export function newNote(conversation: Conversation): string[] {
  const { level, contact, seniority } = conversation;
  return [
    'new',
    ...(level === undefined ? [] : [`--level=${level}`]),
    `--contact=${contact}`,
    ...(seniority === undefined ? [] : [`--seniority=${seniority}`]),
    '--no-input',
    '--print-path',
    '--color=never',
  ];
}

/** `coffeechat questions`, for a level. */
export function questions(level: string): string[] {
  return ['questions', `--level=${level}`, '--format=json', '--color=never'];
}

/** For whom questions differ, in what that prints; nothing where they are the same for all, or where it is no list of questions. */
export function senioritiesIn(printed: string): string[] {
  let read: unknown;
  try {
    read = JSON.parse(printed);
  } catch {
    return [];
  }
  const all = (read as { questions?: unknown } | null)?.questions;
  if (!Array.isArray(all)) return [];
  const named = all.map((each: { seniority?: unknown } | null) => each?.seniority);
  return [...new Set(named.filter((seniority) => typeof seniority === 'string' && seniority !== ''))] as string[];
}

/** The path in what `coffeechat new --print-path` prints: all of its one line. */
export function pathIn(printed: string): string | undefined {
  const line = printed.replace(/\r?\n$/, '');
  return line === '' || line.includes('\n') ? undefined : line;
}
