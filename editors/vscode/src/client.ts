// The language client, as this extension wants it: it speaks with the program, and leaves what is said to the person to the rest.

import type * as vscode from 'vscode';
import {
  type CloseHandlerResult,
  ErrorAction,
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
} from 'vscode-languageclient/node';

/** So many messages in a row may be broken. */
const ERRORS = 3;

/**
 * The client, without messages of its own: what it has to say is written down, and what is worth a word is said here, once and with what to
 * do. Its own messages speak of servers and connections.
 */
export class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

/** What it is told: which files are its, where it writes, and what happens where the program ends. */
export function options(log: vscode.LogOutputChannel, closed: () => CloseHandlerResult): LanguageClientOptions {
  return {
    documentSelector: [
      { scheme: 'file', language: 'markdown' },
      { scheme: 'file', pattern: '**/coffeechat.toml' },
    ],
    // The problem matcher has the same owner, so that nothing is shown twice.
    diagnosticCollectionName: 'coffeechat',
    outputChannel: log,
    // What is written down there is there for whoever looks; it does not open by itself.
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationFailedHandler: () => false,
    errorHandler: {
      error: (_error, _message, count) => ({
        action: (count ?? 0) <= ERRORS ? ErrorAction.Continue : ErrorAction.Shutdown,
        handled: true,
      }),
      closed,
    },
    // What a note says is shown in a hover, and runs nothing there.
    markdown: { isTrusted: false, supportHtml: false },
  };
}

/** What is waited for, for so long and no longer. */
export async function within<Value>(patience: number, waited: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const why = new Error(`it did not answer within ${patience / 1000} seconds`);
    timer = setTimeout(() => reject(why), patience);
  });
  try {
    return await Promise.race([waited, late]);
  } finally {
    clearTimeout(timer);
  }
}
