// An editor that is played: the official library speaks the protocol, and what an editor keeps (texts, what is shown) is kept here.

import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { pathToFileURL } from 'node:url';
import {
  ApplyWorkspaceEditRequest,
  type CodeAction,
  CodeActionRequest,
  type CodeLens,
  CodeLensRequest,
  type CompletionItem,
  type CompletionList,
  CompletionRequest,
  createProtocolConnection,
  type Diagnostic,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DidSaveTextDocumentNotification,
  type DocumentSymbol,
  DocumentSymbolRequest,
  ExecuteCommandRequest,
  ExitNotification,
  type Hover,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  type InitializeResult,
  type Position,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type Range,
  RegistrationRequest,
  ShowMessageNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver-protocol/node';
import { PROGRAM } from './program';

export type Encoding = 'utf-16' | 'utf-8';

/** Where a line begins, counted in units of JavaScript. */
function lineStarts(text: string): number[] {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\r|\n/g)) starts.push(match.index + match[0].length);
  return starts;
}

/** A place as the protocol counts it, for an offset in units of JavaScript. */
export function positionAt(text: string, offset: number, encoding: Encoding): Position {
  const starts = lineStarts(text);
  let line = starts.length - 1;
  while ((starts[line] ?? 0) > offset) line -= 1;
  const before = text.slice(starts[line], offset);
  return { line, character: encoding === 'utf-8' ? Buffer.byteLength(before) : before.length };
}

/** The other way round. A place behind the end of its line is its end. */
export function offsetAt(text: string, { line, character }: Position, encoding: Encoding): number {
  const starts = lineStarts(text);
  const start = starts[line] ?? text.length;
  const end =
    starts[line + 1] === undefined ? text.length : text.slice(0, starts[line + 1]).replace(/\r\n$|[\r\n]$/, '').length;
  const content = text.slice(start, end);
  if (encoding === 'utf-16') return start + Math.min(character, content.length);
  return start + Buffer.from(content).subarray(0, character).toString().length;
}

/** A text with edits in it, the last ones first, so that the places of the others stay. */
export function edited(text: string, edits: readonly TextEdit[], encoding: Encoding): string {
  const spans = edits.map((edit) => ({
    start: offsetAt(text, edit.range.start, encoding),
    end: offsetAt(text, edit.range.end, encoding),
    text: edit.newText,
  }));
  spans.sort((one, other) => other.start - one.start || other.end - one.end);
  return spans.reduce((changed, span) => changed.slice(0, span.start) + span.text + changed.slice(span.end), text);
}

interface Shown {
  version: number | undefined;
  diagnostics: Diagnostic[];
}

/** What was begun and did not end yet. */
const running = new Set<ChildProcess>();

/** Ends what a test that failed left behind, so that the runner can end, too. */
export function endAll(): void {
  for (const child of running) child.kill('SIGKILL');
}

export class Session {
  readonly process: ChildProcess;
  readonly connection: ProtocolConnection;
  readonly encoding: Encoding;
  /** What is in the editor, by address. */
  readonly texts = new Map<string, { text: string; version: number }>();
  /** What was published last, by address. */
  readonly shown = new Map<string, Shown>();
  readonly messages: string[] = [];
  readonly registered: string[] = [];
  readonly exit: Promise<number | null>;
  answer!: InitializeResult;
  stderr = '';
  readonly #wait = new Set<() => void>();

  constructor(encoding: Encoding, today: string) {
    this.encoding = encoding;
    // Another folder than the journal's: what is open says where things are.
    this.process = spawn(PROGRAM, ['lsp', '--today', today], { cwd: '/', stdio: ['pipe', 'pipe', 'pipe'] });
    const { stdin, stdout, stderr } = this.process;
    if (stdin === null || stdout === null || stderr === null) throw new Error('The program has no pipes.');
    stderr.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
    running.add(this.process);
    this.exit = new Promise((resolve) => {
      this.process.on('exit', (code) => {
        running.delete(this.process);
        resolve(code);
      });
    });
    this.connection = createProtocolConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin));
    this.connection.onNotification(PublishDiagnosticsNotification.type, ({ uri, version, diagnostics }) => {
      this.shown.set(uri, { version, diagnostics });
      for (const wake of [...this.#wait]) wake();
    });
    this.connection.onNotification(ShowMessageNotification.type, ({ message }) => {
      this.messages.push(message);
    });
    this.connection.onRequest(ApplyWorkspaceEditRequest.type, ({ edit }) => {
      this.apply(edit);
      return { applied: true };
    });
    this.connection.onRequest(RegistrationRequest.type, ({ registrations }) => {
      this.registered.push(...registrations.map(({ method }) => method));
    });
    this.connection.listen();
  }

  /** A session with what VS Code says it can do, in the main. */
  static async begin(folder: string, encoding: Encoding = 'utf-16', today = '2026-11-23'): Promise<Session> {
    const session = new Session(encoding, today);
    const uri = pathToFileURL(folder).href;
    session.answer = await session.connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      rootUri: uri,
      workspaceFolders: [{ uri, name: 'journal' }],
      capabilities: {
        general: { positionEncodings: encoding === 'utf-8' ? ['utf-8', 'utf-16'] : ['utf-16'] },
        workspace: {
          applyEdit: true,
          workspaceEdit: { documentChanges: true },
          didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
          workspaceFolders: true,
        },
        textDocument: {
          publishDiagnostics: { versionSupport: true, codeDescriptionSupport: true, relatedInformation: true },
          codeAction: {
            codeActionLiteralSupport: { codeActionKind: { valueSet: ['', 'quickfix', 'source', 'source.fixAll'] } },
            isPreferredSupport: true,
          },
          hover: { contentFormat: ['markdown', 'plaintext'] },
          documentSymbol: { hierarchicalDocumentSymbolSupport: true },
          completion: { completionItem: { documentationFormat: ['markdown', 'plaintext'] } },
        },
      },
    });
    await session.connection.sendNotification(InitializedNotification.type, {});
    return session;
  }

  /** Opens a file, as it is on disk or with that text. */
  async open(file: string, text = fs.readFileSync(file, 'utf8'), languageId = 'markdown'): Promise<string> {
    const uri = pathToFileURL(file).href;
    this.texts.set(uri, { text, version: 1 });
    const textDocument = { uri, languageId, version: 1, text };
    await this.connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
    return uri;
  }

  text(uri: string): string {
    const kept = this.texts.get(uri);
    assert.ok(kept !== undefined, `${uri} is open`);
    return kept.text;
  }

  /** Types: the edits are told one by one, as an editor does, each counted in the text that the one before left. */
  async type(uri: string, edits: readonly TextEdit[]): Promise<void> {
    const kept = this.texts.get(uri);
    assert.ok(kept !== undefined, `${uri} is open`);
    const ordered = [...edits].sort(
      (one, other) =>
        other.range.start.line - one.range.start.line || other.range.start.character - one.range.start.character,
    );
    kept.text = edited(kept.text, edits, this.encoding);
    kept.version += 1;
    await this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version: kept.version },
      contentChanges: ordered.map(({ range, newText }) => ({ range, text: newText })),
    });
  }

  /** Puts words in the place of the first that are there. */
  async replace(uri: string, old: string, words: string): Promise<void> {
    await this.type(uri, [{ range: this.range(uri, old), newText: words }]);
  }

  /** Where some words stand first. */
  range(uri: string, words: string): Range {
    const text = this.text(uri);
    const at = text.indexOf(words);
    assert.ok(at >= 0, `"${words}" is in the text`);
    return {
      start: positionAt(text, at, this.encoding),
      end: positionAt(text, at + words.length, this.encoding),
    };
  }

  /** Does what a workspace edit says, to texts that are open. */
  apply(edit: WorkspaceEdit): void {
    assert.ok(edit.changes !== undefined || edit.documentChanges !== undefined, 'an edit says what it changes');
    for (const [uri, edits] of Object.entries(edit.changes ?? {})) void this.type(uri, edits);
    for (const change of edit.documentChanges ?? []) {
      assert.ok('edits' in change, 'no file is made, moved or removed');
      const kept = this.texts.get(change.textDocument.uri);
      const { version } = change.textDocument;
      assert.ok(
        version === null || version === undefined || version === kept?.version,
        `for version ${version}, not ${kept?.version}`,
      );
      void this.type(change.textDocument.uri, change.edits as TextEdit[]);
    }
  }

  /** What is published for the text as it is now, once it is. */
  async diagnostics(uri: string): Promise<Diagnostic[]> {
    const { version } = this.texts.get(uri) ?? { version: undefined };
    await this.until(() => this.shown.get(uri)?.version === version, `findings of ${uri} in version ${version}`);
    return this.shown.get(uri)?.diagnostics ?? [];
  }

  async until(holds: () => boolean, what: string, patience = 15_000): Promise<void> {
    const end = Date.now() + patience;
    while (!holds()) {
      if (Date.now() > end)
        assert.fail(`waited for ${what}; stderr: ${this.stderr}; shown: ${JSON.stringify([...this.shown])}`);
      await new Promise<void>((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          this.#wait.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, 50);
        this.#wait.add(wake);
      });
    }
  }

  async actions(uri: string, range: Range, only?: string): Promise<CodeAction[]> {
    const diagnostics = (this.shown.get(uri)?.diagnostics ?? []).filter(
      (each) => each.range.start.line <= range.end.line && each.range.end.line >= range.start.line,
    );
    const context = only === undefined ? { diagnostics } : { diagnostics, only: [only] };
    const found = await this.connection.sendRequest(CodeActionRequest.type, { textDocument: { uri }, range, context });
    return (found ?? []) as CodeAction[];
  }

  async completions(uri: string, position: Position): Promise<CompletionItem[]> {
    const found = await this.connection.sendRequest(CompletionRequest.type, { textDocument: { uri }, position });
    return Array.isArray(found) ? found : ((found as CompletionList | null)?.items ?? []);
  }

  async hover(uri: string, position: Position): Promise<string> {
    const found = await this.connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position });
    const contents = (found as Hover | null)?.contents;
    return contents !== undefined && typeof contents === 'object' && 'value' in contents ? contents.value : '';
  }

  async lenses(uri: string): Promise<CodeLens[]> {
    return (await this.connection.sendRequest(CodeLensRequest.type, { textDocument: { uri } })) ?? [];
  }

  async symbols(uri: string): Promise<DocumentSymbol[]> {
    return ((await this.connection.sendRequest(DocumentSymbolRequest.type, { textDocument: { uri } })) ??
      []) as DocumentSymbol[];
  }

  async execute(command: string, ...args: string[]): Promise<unknown> {
    return this.connection.sendRequest(ExecuteCommandRequest.type, { command, arguments: args });
  }

  async save(uri: string): Promise<void> {
    await this.connection.sendNotification(DidSaveTextDocumentNotification.type, { textDocument: { uri } });
  }

  async close(uri: string): Promise<void> {
    this.texts.delete(uri);
    await this.connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
  }

  /** Ends it as an editor does. */
  async end(): Promise<number | null> {
    await this.connection.sendRequest(ShutdownRequest.type);
    await this.connection.sendNotification(ExitNotification.type);
    const code = await this.exit;
    this.connection.dispose();
    return code;
  }
}
