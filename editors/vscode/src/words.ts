// What is said to the person, in one place. What other people wrote (a path, an answer of a program) is made plain first.

import type { Finding } from './finder';
import type { Examined } from './program';

/** Why notes cannot be checked. */
export type Trouble =
  | Exclude<Finding, { kind: 'found' }>
  | (Exclude<Examined, { kind: 'good' }> & { readonly program: string })
  | { readonly kind: 'failed' | 'ended'; readonly program: string; readonly why: string };

/** What a button does. */
export type Button = 'how-to-get-it' | 'look-again' | 'open-setting' | 'show-details';

export const BUTTONS: Readonly<Record<Button, string>> = {
  'how-to-get-it': 'How to get it',
  'look-again': 'Look again',
  'open-setting': 'Open the setting',
  'show-details': 'Show details',
};

const GET = 'Type in a terminal: pipx install coffeechat. With Node: npm install --global coffeechat.';
const NEWER = 'Type in a terminal: pipx upgrade coffeechat. With Node: npm install --global coffeechat@latest.';

/** As much of a text as a notification shows. */
const LONGEST = 400;

/**
 * Text of others for a notification, on one line. VS Code makes links of `[words](address)` there, even ones that run a command, so the two
 * halves are kept apart.
 */
export function plain(text: string): string {
  const oneLine = text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\]\(/g, '] (')
    .trim();
  return oneLine.length > LONGEST ? `${oneLine.slice(0, LONGEST)} …` : oneLine;
}

/** What is said of a trouble, and the buttons below it. */
export function told(trouble: Trouble): { readonly message: string; readonly buttons: readonly Button[] } {
  switch (trouble.kind) {
    case 'missing':
      return {
        message: `coffeechat is not on this computer yet, or not where VS Code sees it. It checks your notes while you write. ${GET}`,
        buttons: ['how-to-get-it', 'look-again'],
      };
    case 'wrong-setting': {
      const named = `The setting coffeechat.path says ${plain(trouble.setting)}`;
      const message = trouble.isRelative
        ? `${named}, which is not a full path. Write all of it, such as ~/.local/bin/coffeechat, or leave it empty.`
        : `${named}, and there is no program there. Mend it, or leave it empty: then coffeechat is looked for.`;
      return { message, buttons: ['open-setting', 'look-again'] };
    }
    case 'too-old':
      return {
        message: `This coffeechat (${plain(trouble.version)}, ${plain(trouble.program)}) cannot check notes while you write yet; a newer one can. ${NEWER}`,
        buttons: ['how-to-get-it', 'look-again'],
      };
    case 'another':
      return {
        message: `${plain(trouble.program)} is another program of the same name. ${GET} Or name the right one in the setting coffeechat.path.`,
        buttons: ['how-to-get-it', 'open-setting', 'look-again'],
      };
    case 'broken':
      return {
        message: `${plain(trouble.program)} could not be started: ${plain(trouble.why)}`,
        buttons: ['show-details', 'how-to-get-it', 'look-again'],
      };
    case 'failed':
      return {
        message: `coffeechat was started and did not answer, so notes are not checked: ${plain(trouble.why)}`,
        buttons: ['show-details', 'look-again'],
      };
    case 'ended':
      return {
        message: `Notes are not checked any more, because of coffeechat itself: ${plain(trouble.why)}. Nothing of yours is lost.`,
        buttons: ['look-again', 'show-details'],
      };
  }
}

/** The few words for the list behind the `{}` of the status bar. */
export function brief(trouble: Trouble): string {
  switch (trouble.kind) {
    case 'missing':
      return 'coffeechat: not found';
    case 'wrong-setting':
      return 'coffeechat: the setting names no program';
    case 'too-old':
      return 'coffeechat: too old';
    case 'ended':
      return 'coffeechat: ended';
    default:
      return 'coffeechat: could not be started';
  }
}
