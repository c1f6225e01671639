// The program while it runs: found, examined, started as a language server, and looked for again where it was missing.

import * as fs from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { CloseAction, type CloseHandlerResult, type LanguageClient, State } from 'vscode-languageclient/node';
import { SERVER } from './arguments';
import { options, QuietClient, within } from './client';
import { stamp, thisComputer } from './computer';
import { environment, find, type Window } from './finder';
import { MARKS } from './journal';
import { HEAD, looksLikeNote } from './notes';
import { examine, type Start } from './program';
import { BUTTONS, type Button, brief, type Trouble, told } from './words';

/** The settings of this extension. */
const SETTING = 'coffeechat.path';
/** The section of the README that says how to get the program. */
const SECTION = 'get-the-program';
/** Looking for files costs little, and is not done more often than this. */
const PAUSE = 2000;

/** How long a program may take to say that it is ready. */
const PATIENCE = 20_000;
/** A program that ends by itself is started again, so often within that time and no more. */
const OFTEN = 3;
const WITHIN = 3 * 60_000;

/** What runs. */
export interface Running {
  readonly client: LanguageClient;
  /** How to start the same program for something else. */
  readonly start: Start;
}

export class Service implements vscode.Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #log: vscode.LogOutputChannel;
  readonly #status: vscode.LanguageStatusItem;
  readonly #kept: vscode.Disposable[] = [];
  #running: Running | undefined;
  #starting: Promise<Running | undefined> | undefined;
  #trouble: Trouble | undefined;
  /** The trouble that the person was told about, so that it is told once. */
  #told: Trouble['kind'] | undefined;
  #looked = 0;
  /** What was found when it was looked for last. */
  #seen = '';
  /** When it ended by itself. */
  #ends: number[] = [];
  #isEnded = false;
  /** Starts and stops one after the other. */
  #queue: Promise<unknown> = Promise.resolve();

  readonly #patience: number;

  constructor(context: vscode.ExtensionContext, log: vscode.LogOutputChannel, patience = PATIENCE) {
    this.#context = context;
    this.#log = log;
    this.#patience = patience;
    this.#status = vscode.languages.createLanguageStatusItem('coffeechat', [{ scheme: 'file', language: 'markdown' }]);
    this.#status.name = 'coffeechat';
    this.#status.text = 'coffeechat';
    const again = () => this.#lookAgain();
    this.#kept.push(
      this.#status,
      vscode.window.onDidChangeWindowState((state) => state.focused && again()),
      vscode.window.onDidChangeActiveTextEditor(again),
      vscode.window.onDidCloseTerminal(again),
      vscode.workspace.onDidSaveTextDocument(again),
      vscode.workspace.onDidGrantWorkspaceTrust(again),
      vscode.workspace.onDidOpenTextDocument((document) => {
        if (this.#trouble !== undefined && isLikeNote(document)) this.#tellOnce(this.#trouble);
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(SETTING)) this.#aside(this.restart(false));
      }),
    );
  }

  /** What runs; started first where it does not. A person who asked for it is told what is in the way. */
  async ready(isAsked: boolean): Promise<Running | undefined> {
    const running = await this.#run();
    if (running === undefined && this.#trouble !== undefined) {
      if (isAsked) this.#tell(this.#trouble);
      else if (await isJournal()) this.#tellOnce(this.#trouble);
    }
    return running;
  }

  /** Stops what runs, looks for the program anew, and starts it. */
  async restart(isAsked: boolean): Promise<Running | undefined> {
    await this.#next(() => this.#stop());
    this.#told = undefined;
    return this.ready(isAsked);
  }

  /** Stops what runs, for good: what was asked for and did not begin yet does not begin any more. */
  async end(): Promise<void> {
    this.#isEnded = true;
    await this.#next(() => this.#stop());
  }

  dispose(): void {
    for (const kept of this.#kept) kept.dispose();
  }

  /** One thing after another: a restart while one starts must not leave two programs. */
  #next<T>(step: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(step);
    this.#queue = done.catch(() => undefined);
    return done;
  }

  /** Something that nobody waits for. What goes wrong in it is written down. */
  #aside(done: Promise<unknown>): void {
    done.catch((error: unknown) => this.#log.error(wordsOf(error)));
  }

  #run(): Promise<Running | undefined> {
    if (this.#running !== undefined && isAlive(this.#running)) return Promise.resolve(this.#running);
    this.#starting ??= this.#next(() => this.#start()).finally(() => {
      this.#starting = undefined;
    });
    return this.#starting;
  }

  async #start(): Promise<Running | undefined> {
    if (this.#isEnded) return undefined;
    // One that ended by itself leaves things behind.
    await this.#stop();
    this.#looked = Date.now();
    const window = this.#window();
    const computer = thisComputer();
    const found = find(computer, window);
    this.#seen = stamp(found);
    if (found.kind !== 'found') return this.#stopped(found);
    const { program } = found;
    // Not in the folder that is open: what is started there may find files of others before its own.
    const cwd = fs.existsSync(computer.home) ? computer.home : this.#context.extensionPath;
    const start: Start = { program, cwd, env: environment(computer, window) };
    this.#log.info(`The program: ${program} (${found.from})`);
    const examined = await examine(start);
    if (examined.kind !== 'good') return this.#stopped({ ...examined, program });
    const client: LanguageClient = new QuietClient(
      'coffeechat',
      'coffeechat',
      { command: start.program, args: [...SERVER], options: { cwd: start.cwd, env: start.env, shell: false } },
      options(this.#log, () => this.#closed(client)),
    );
    try {
      await within(this.#patience, client.start());
    } catch (error) {
      await client.dispose().catch(() => undefined);
      return this.#stopped({ kind: 'failed', program, why: wordsOf(error) });
    }
    // The client starts it again where it ended. Where it does not, or cannot, that is the end.
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Stopped || newState === State.StartFailed) this.#aside(this.#giveUp(client, program));
    });
    this.#running = { client, start };
    this.#ends = [];
    this.#trouble = undefined;
    this.#status.severity = vscode.LanguageStatusSeverity.Information;
    this.#status.text = `coffeechat ${examined.version}`;
    this.#status.command = { command: 'coffeechat.restart', title: 'Restart' };
    return this.#running;
  }

  /** The program ended by itself: started again, where that does not happen all the time. */
  #closed(client: LanguageClient): CloseHandlerResult {
    const now = Date.now();
    this.#ends = [...this.#ends.filter((end) => now - end < WITHIN), now];
    // While it is started, whoever starts it hears of it.
    const isFine = this.#running?.client === client && this.#ends.length <= OFTEN;
    return { action: isFine ? CloseAction.Restart : CloseAction.DoNotRestart, handled: true };
  }

  /** Says that the program that ran does not run any more. Not where it was stopped, or where the client starts it again. */
  #giveUp(client: LanguageClient, program: string): Promise<void> {
    return this.#next(async () => {
      const running = this.#running;
      if (running?.client !== client || isAlive(running)) return;
      const times = this.#ends.length;
      const why =
        times > OFTEN ? `it ended ${times} times within three minutes` : 'it ended, and could not be started again';
      await this.#stop();
      const trouble: Trouble = { kind: 'ended', program, why };
      this.#stopped(trouble);
      this.#tellOnce(trouble);
    });
  }

  async #stop(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    if (running === undefined) return;
    try {
      await running.client.dispose();
    } catch (error) {
      // It is gone, or was given up; either way another one may start.
      this.#log.warn(`While stopping: ${wordsOf(error)}`);
    }
  }

  #stopped(trouble: Trouble): undefined {
    this.#trouble = trouble;
    this.#log.warn(told(trouble).message);
    this.#status.severity = vscode.LanguageStatusSeverity.Warning;
    this.#status.text = brief(trouble);
    this.#status.command = { command: 'coffeechat.restart', title: BUTTONS['look-again'] };
    return undefined;
  }

  /** Where something was in the way, it may have been mended meanwhile: installed, brought up to date, or put where the setting says. */
  #lookAgain(): void {
    if (this.#trouble === undefined || Date.now() - this.#looked < PAUSE) return;
    this.#looked = Date.now();
    if (stamp(find(thisComputer(), this.#window())) !== this.#seen) this.#aside(this.ready(false));
  }

  #window(): Window {
    // The user's own value alone: VS Code holds that back from a folder's settings already, and this does not rest on it.
    const setting = vscode.workspace.getConfiguration().inspect<unknown>(SETTING)?.globalValue;
    const folders = (vscode.workspace.workspaceFolders ?? []).filter((folder) => folder.uri.scheme === 'file');
    return {
      setting: typeof setting === 'string' ? setting : '',
      isTrusted: vscode.workspace.isTrusted,
      folders: folders.map((folder) => folder.uri.fsPath),
      extension: this.#context.extensionPath,
    };
  }

  #tellOnce(trouble: Trouble): void {
    if (this.#told !== trouble.kind) this.#tell(trouble);
  }

  /** Nobody waits until the person has read it. */
  #tell(trouble: Trouble): void {
    this.#told = trouble.kind;
    const { message, buttons } = told(trouble);
    const labels = buttons.map((button) => BUTTONS[button]);
    const pressed = async () => {
      const chosen = await vscode.window.showWarningMessage(message, ...labels);
      const button = buttons.find((each) => BUTTONS[each] === chosen);
      if (button !== undefined) await this.#press(button);
    };
    this.#aside(pressed());
  }

  async #press(button: Button): Promise<void> {
    switch (button) {
      case 'how-to-get-it':
        await this.#openReadme();
        return;
      case 'look-again':
        await this.restart(true);
        return;
      case 'open-setting':
        await vscode.commands.executeCommand('workbench.action.openSettings', SETTING);
        return;
      case 'show-details':
        this.#log.show();
    }
  }

  /** The README at its section. A package has it under a name in small letters. */
  async #openReadme(): Promise<void> {
    const folder = this.#context.extensionPath;
    const name = ['README.md', 'readme.md'].find((each) => fs.existsSync(path.join(folder, each))) ?? 'README.md';
    const readme = vscode.Uri.file(path.join(folder, name));
    try {
      await vscode.commands.executeCommand('markdown.showPreview', readme.with({ fragment: SECTION }));
    } catch {
      // VS Code's own extension for Markdown may be off; the text says the same.
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(readme));
    }
  }
}

function isAlive({ client }: Running): boolean {
  return client.state === State.Running || client.state === State.Starting;
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function isLikeNote(document: vscode.TextDocument): boolean {
  if (document.uri.scheme !== 'file' || document.languageId !== 'markdown') return false;
  const range = new vscode.Range(document.positionAt(0), document.positionAt(HEAD));
  return looksLikeNote(document.uri.path, document.getText(range));
}

/** Whether somebody who opened this window has notes: only then is a missing program worth a word that nobody asked for. */
async function isJournal(): Promise<boolean> {
  if (vscode.workspace.textDocuments.some(isLikeNote)) return true;
  const found = await vscode.workspace.findFiles(MARKS, '**/node_modules/**', 1);
  return found.length > 0;
}
