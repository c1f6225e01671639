// Whether a file may be a note. The program decides that; this only tells whether its absence is worth a word to somebody who opened a
// Markdown file, which most often is a README.

/** How much of a file is looked at. */
export const HEAD = 2000;

/** By its path, with `/` between folders, and the beginning of its text. */
export function looksLikeNote(path: string, head: string): boolean {
  if (/(?:^|\/)networking(?:\/|-[^/]*$)/.test(path)) return true;
  const matter = /^\uFEFF?---\r?\n([\s\S]*?)(?:\r?\n---|$)/.exec(head.slice(0, HEAD))?.[1];
  return matter !== undefined && /^(?:level|contact):/m.test(matter);
}
