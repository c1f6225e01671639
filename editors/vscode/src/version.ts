// Which versions of the program this extension can talk to.

/** The first version that has `coffeechat lsp`. */
export const FIRST = '0.1.0';

/** The version in what `coffeechat --version` prints; undefined where it is another program that answers. */
export function versionIn(printed: string): string | undefined {
  return /^coffeechat (\d+\.\d+\.\d+\S*)\s*$/.exec(printed)?.[1];
}

/** Whether a version is older than another one. What stands behind the three numbers (`-rc.1`) does not count. */
export function isOlder(version: string, than: string): boolean {
  const numbers = (text: string) => text.split(/[.+-]/, 3).map(Number);
  const [left, right] = [numbers(version), numbers(than)];
  for (let place = 0; place < 3; place += 1) {
    const difference = (left[place] ?? 0) - (right[place] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
