// Stands for the module `vscode`, as far as the extension uses it, so that its own code runs without VS Code. A test plays the person: it sets
// what is answered to each question, and reads what was shown. The real VS Code is played by scripts/host.mjs.

import * as fs from 'node:fs';
import * as path from 'node:path';

class Emitter<Event> {
  readonly #heard = new Set<(event: Event) => unknown>();
  readonly event = (listener: (event: Event) => unknown) => {
    this.#heard.add(listener);
    return { dispose: () => this.#heard.delete(listener) };
  };
  fire(event: Event) {
    for (const listener of [...this.#heard]) listener(event);
  }
  get listeners() {
    return this.#heard.size;
  }
}

export class Uri {
  readonly scheme: string;
  readonly path: string;
  readonly fragment: string;
  constructor(scheme: string, file: string, fragment = '') {
    [this.scheme, this.path, this.fragment] = [scheme, file, fragment];
  }
  static file(file: string) {
    return new Uri('file', file);
  }
  get fsPath() {
    return this.path;
  }
  with(changed: { fragment?: string; path?: string }) {
    return new Uri(this.scheme, changed.path ?? this.path, changed.fragment ?? this.fragment);
  }
  toString() {
    return `${this.scheme}://${encodeURI(this.path)}`;
  }
}

export class Range {
  readonly end: number;
  constructor(_start: number, end: number) {
    this.end = end;
  }
}

export class RelativePattern {
  readonly base: Folder;
  readonly pattern: string;
  constructor(base: Folder, pattern: string) {
    [this.base, this.pattern] = [base, pattern];
  }
}

export const LanguageStatusSeverity = { Information: 0, Warning: 1, Error: 2 };

export class Document {
  readonly uri: Uri;
  readonly languageId: string;
  readonly #text: string;
  constructor(file: string, text: string, languageId = 'markdown', scheme = 'file') {
    [this.uri, this.#text, this.languageId] = [new Uri(scheme, file), text, languageId];
  }
  positionAt(offset: number) {
    return offset;
  }
  getText(range?: Range) {
    return this.#text.slice(0, range?.end);
  }
}

interface Folder {
  uri: Uri;
}

type Shown = { label: string; description?: string };

/** The window and the person before it. `fresh` begins anew. */
export interface Play {
  settings: { globalValue?: unknown; workspaceValue?: unknown };
  isTrusted: boolean;
  folders: Folder[];
  documents: Document[];
  inFront: Document | undefined;
  /** The button that is pressed below a message, by the message's beginning. */
  press: Record<string, string>;
  /** What is chosen or typed, one after the other; undefined is Escape. */
  answers: (string | undefined)[];
  /** All that was shown and done, one line each. */
  seen: string[];
  commands: Map<string, (...args: unknown[]) => unknown>;
  /** Commands of VS Code that are not there. */
  missing: string[];
  status: { text?: string; severity?: number };
}

export let play: Play;

const events = {
  state: new Emitter<{ focused: boolean }>(),
  editor: new Emitter<unknown>(),
  terminal: new Emitter<unknown>(),
  saved: new Emitter<unknown>(),
  trusted: new Emitter<unknown>(),
  opened: new Emitter<Document>(),
  changed: new Emitter<{ affectsConfiguration(name: string): boolean }>(),
};

/** What a test makes happen. */
export const happens = {
  focus: () => events.state.fire({ focused: true }),
  blur: () => events.state.fire({ focused: false }),
  open: (document: Document) => events.opened.fire(document),
  settingsChange: (name: string) => events.changed.fire({ affectsConfiguration: (asked) => asked === name }),
  listeners: () => Object.values(events).reduce((sum, event) => sum + event.listeners, 0),
};

export function fresh(given: Partial<Play> = {}): Play {
  play = {
    settings: {},
    isTrusted: true,
    folders: [],
    documents: [],
    inFront: undefined,
    press: {},
    answers: [],
    seen: [],
    commands: new Map(),
    missing: [],
    status: {},
    ...given,
  };
  return play;
}
fresh();

function message(kind: string) {
  return (text: string, ...buttons: string[]) => {
    play.seen.push(`${kind}: ${text} [${buttons.join('] [')}]`);
    const begin = Object.keys(play.press).find((each) => text.startsWith(each));
    const pressed = begin === undefined ? undefined : play.press[begin];
    if (begin !== undefined) delete play.press[begin];
    if (pressed !== undefined && !buttons.includes(pressed))
      throw new Error(`There is no button "${pressed}": ${text}`);
    return Promise.resolve(pressed);
  };
}

function answer(what: string): string | undefined {
  if (play.answers.length === 0) throw new Error(`Nobody was there to answer: ${what}`);
  return play.answers.shift();
}

export const window = {
  createOutputChannel: () => {
    const line = (text: string) => play.seen.push(`log: ${text}`);
    return { info: line, warn: line, error: line, show: () => play.seen.push('log shown'), dispose: () => undefined };
  },
  onDidChangeWindowState: events.state.event,
  onDidChangeActiveTextEditor: events.editor.event,
  onDidCloseTerminal: events.terminal.event,
  showWarningMessage: message('warning'),
  showErrorMessage: message('error'),
  showInformationMessage: message('information'),
  setStatusBarMessage: (text: string) => play.seen.push(`status bar: ${text}`),
  get activeTextEditor() {
    return play.inFront === undefined ? undefined : { document: play.inFront };
  },
  showQuickPick: (items: Shown[], options: { placeHolder: string }) => {
    play.seen.push(
      `pick: ${options.placeHolder} ${items.map(({ label, description }) => `<${label}|${description}>`).join('')}`,
    );
    const chosen = answer(options.placeHolder);
    const item = items.find(({ label }) => label === chosen);
    if (chosen !== undefined && item === undefined) throw new Error(`There is no item "${chosen}"`);
    return Promise.resolve(item);
  },
  showInputBox: (options: { prompt: string; validateInput(text: string): string | undefined }) => {
    play.seen.push(`input: ${options.prompt}`);
    const typed = answer(options.prompt);
    const refused = typed === undefined ? undefined : options.validateInput(typed);
    if (refused !== undefined) play.seen.push(`refused: ${refused}`);
    return Promise.resolve(refused === undefined ? typed : undefined);
  },
  showTextDocument: (document: Document) => {
    play.seen.push(`shown: ${document.uri.path}`);
    return Promise.resolve();
  },
};

export const workspace = {
  onDidSaveTextDocument: events.saved.event,
  onDidGrantWorkspaceTrust: events.trusted.event,
  onDidOpenTextDocument: events.opened.event,
  onDidChangeConfiguration: events.changed.event,
  get isTrusted() {
    return play.isTrusted;
  },
  get workspaceFolders() {
    return play.folders.length === 0 ? undefined : play.folders;
  },
  get textDocuments() {
    return play.documents;
  },
  getConfiguration: () => ({ inspect: () => play.settings }),
  asRelativePath: (uri: Uri) => path.basename(uri.path),
  /** Looks for the one pattern that the extension knows, in the folder that is named or in all. */
  findFiles: (pattern: string | RelativePattern) => {
    const [{ uri: only } = { uri: undefined }, glob] =
      typeof pattern === 'string' ? [undefined, pattern] : [pattern.base, pattern.pattern];
    if (glob !== '{coffeechat.toml,*/coffeechat.toml}') throw new Error(`There is no such pattern here: ${glob}`);
    const searched = play.folders.map(({ uri }) => uri.path).filter((each) => only === undefined || each === only.path);
    const folders = searched.flatMap((each) => [each, ...fs.readdirSync(each).map((name) => path.join(each, name))]);
    const found = folders.map((each) => path.join(each, 'coffeechat.toml')).filter((file) => fs.existsSync(file));
    return Promise.resolve(found.map((file) => Uri.file(file)));
  },
  openTextDocument: (uri: Uri) => Promise.resolve(new Document(uri.path, fs.readFileSync(uri.path, 'utf8'))),
};

export const languages = { createLanguageStatusItem: () => Object.assign(play.status, { dispose: () => undefined }) };

export const commands = {
  registerCommand: (name: string, command: () => unknown) => {
    if (play.commands.has(name)) throw new Error(`${name} is there already`);
    play.commands.set(name, command);
    return { dispose: () => play.commands.delete(name) };
  },
  executeCommand: (name: string, ...args: unknown[]) => {
    const told = args.map((arg) => (arg instanceof Uri ? `${path.basename(arg.path)}#${arg.fragment}` : String(arg)));
    play.seen.push(`command: ${[name, ...told].join(' ')}`);
    return play.missing.includes(name) ? Promise.reject(new Error(`command '${name}' not found`)) : Promise.resolve();
  },
};
