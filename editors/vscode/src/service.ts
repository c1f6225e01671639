// The program while it runs: found, examined, started as a language server, and looked for again where it was missing.

import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { LanguageClient, type LanguageClientOptions, State } from 'vscode-languageclient/node';
import { SERVER } from './arguments';
import { type Computer, environment, find, type Window } from './finder';
import { HEAD, looksLikeNote } from './notes';
import { examine, type Start } from './program';
import { BUTTONS, type Button, brief, type Trouble, told } from './words';

/** The settings of this extension. */
const SETTING = 'coffeechat.path';
/** The section of the README that says how to get the program. */
const SECTION = 'get-the-program';
/** Looking for files costs little, and is not done more often than this. */
const PAUSE = 2000;

/** What runs. */
export interface Running {
  readonly client: LanguageClient;
  /** How to start the same program for something else. */
  readonly start: Start;
}

/** This computer, as it is now. */
function thisComputer(): Computer {
  return {
    platform: process.platform,
    arch: process.arch,
    env: process.env,
    home: os.homedir(),
    isProgram(file) {
      try {
        if (!fs.statSync(file).isFile()) return false;
        if (process.platform !== 'win32') fs.accessSync(file, fs.constants.X_OK);
        return true;
      } catch {
        return false;
      }
    },
    realPath(file) {
      try {
        return fs.realpathSync(file);
      } catch {
        return file;
      }
    },
  };
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
  #isEnded = false;
  /** Starts and stops one after the other. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(context: vscode.ExtensionContext, log: vscode.LogOutputChannel) {
    this.#context = context;
    this.#log = log;
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
        if (this.#trouble !== undefined && isLikeNote(document)) void this.#tellOnce(this.#trouble);
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(SETTING)) void this.restart(false);
      }),
    );
  }

  /** What runs; started first where it does not. A person who asked for it is told what is in the way. */
  async ready(isAsked: boolean): Promise<Running | undefined> {
    const running = await this.#run();
    if (running === undefined && this.#trouble !== undefined) {
      if (isAsked) void this.#tell(this.#trouble);
      else if (await isJournal()) void this.#tellOnce(this.#trouble);
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

  #run(): Promise<Running | undefined> {
    if (this.#running !== undefined) return Promise.resolve(this.#running);
    this.#starting ??= this.#next(() => this.#start()).finally(() => {
      this.#starting = undefined;
    });
    return this.#starting;
  }

  async #start(): Promise<Running | undefined> {
    if (this.#isEnded) return undefined;
    this.#looked = Date.now();
    const window = this.#window();
    const computer = thisComputer();
    const found = find(computer, window);
    if (found.kind !== 'found') return this.#stopped(found);
    // Not in the folder that is open: what is started there may find files of others before its own.
    const start: Start = { program: found.program, cwd: computer.home, env: environment(computer, window) };
    this.#log.info(`The program: ${found.program} (${found.from})`);
    const examined = await examine(start);
    if (examined.kind !== 'good') return this.#stopped({ ...examined, program: found.program });
    const client = new LanguageClient(
      'coffeechat',
      'coffeechat',
      { command: start.program, args: [...SERVER], options: { cwd: start.cwd, env: start.env, shell: false } },
      this.#options(),
    );
    try {
      await client.start();
    } catch (error) {
      await client.dispose().catch(() => undefined);
      const why = error instanceof Error ? error.message : String(error);
      return this.#stopped({ kind: 'failed', program: found.program, why });
    }
    this.#running = { client, start };
    this.#trouble = undefined;
    this.#status.severity = vscode.LanguageStatusSeverity.Information;
    this.#status.text = `coffeechat ${examined.version}`;
    this.#status.command = { command: 'coffeechat.restart', title: 'Restart' };
    return this.#running;
  }

  #options(): LanguageClientOptions {
    return {
      documentSelector: [
        { scheme: 'file', language: 'markdown' },
        { scheme: 'file', pattern: '**/coffeechat.toml' },
      ],
      // The problem matcher has the same owner, so that nothing is shown twice.
      diagnosticCollectionName: 'coffeechat',
      outputChannel: this.#log,
      // What a note says is shown in a hover, and runs nothing there.
      markdown: { isTrusted: false, supportHtml: false },
    };
  }

  async #stop(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    if (running === undefined) return;
    try {
      if (running.client.state !== State.Stopped) await running.client.stop();
      await running.client.dispose();
    } catch (error) {
      // It is gone, or was given up; either way another one may start.
      this.#log.warn(`While stopping: ${error instanceof Error ? error.message : String(error)}`);
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

  /** Where the program was missing, it may have been installed meanwhile. */
  #lookAgain(): void {
    if (this.#trouble?.kind !== 'missing' || Date.now() - this.#looked < PAUSE) return;
    this.#looked = Date.now();
    if (find(thisComputer(), this.#window()).kind === 'found') void this.ready(false);
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

  async #tellOnce(trouble: Trouble): Promise<void> {
    if (this.#told === trouble.kind) return;
    await this.#tell(trouble);
  }

  async #tell(trouble: Trouble): Promise<void> {
    this.#told = trouble.kind;
    const { message, buttons } = told(trouble);
    const chosen = await vscode.window.showWarningMessage(message, ...buttons.map((button) => BUTTONS[button]));
    const button = buttons.find((each) => BUTTONS[each] === chosen);
    if (button !== undefined) await this.#press(button);
  }

  async #press(button: Button): Promise<void> {
    switch (button) {
      case 'how-to-get-it':
        await vscode.commands.executeCommand('markdown.showPreview', this.#readme());
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
  #readme(): vscode.Uri {
    const folder = this.#context.extensionPath;
    const name = ['README.md', 'readme.md'].find((each) => fs.existsSync(path.join(folder, each))) ?? 'README.md';
    return vscode.Uri.file(path.join(folder, name)).with({ fragment: SECTION });
  }
}

function isLikeNote(document: vscode.TextDocument): boolean {
  if (document.uri.scheme !== 'file' || document.languageId !== 'markdown') return false;
  const range = new vscode.Range(document.positionAt(0), document.positionAt(HEAD));
  return looksLikeNote(document.uri.path, document.getText(range));
}

/** Whether somebody who opened this window has notes: only then is a missing program worth a word that nobody asked for. */
async function isJournal(): Promise<boolean> {
  if (vscode.workspace.textDocuments.some(isLikeNote)) return true;
  const found = await vscode.workspace.findFiles('{coffeechat.toml,*/coffeechat.toml}', '**/node_modules/**', 1);
  return found.length > 0;
}
