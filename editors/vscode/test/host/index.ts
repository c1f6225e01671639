// An extension of its own, which scripts/host.mjs installs beside the one that is tried: looks at what a person sees in a journal, has keys
// pressed, and writes down how it went.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';

const ID = 'coffeechat.coffeechat';

interface Result {
  name: string;
  error?: string;
}

function folder(): string {
  const [first] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(first !== undefined, 'a folder is open');
  return first.uri.fsPath;
}

const file = (...names: string[]) => vscode.Uri.file(path.join(folder(), ...names));
const LENA = ['networking', '2026-11-18-lena.md'] as const;
const NOOR = ['networking', '2026-11-30-noor.md'] as const;

async function until<Value>(what: string, look: () => Value | undefined | false, patience = 20_000): Promise<Value> {
  const end = Date.now() + patience;
  for (;;) {
    const value = await look();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > end) throw new Error(`waited for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function codes(uri: vscode.Uri): string[] {
  const found = vscode.languages.getDiagnostics(uri).filter((each) => each.source === 'coffeechat');
  return found.map(({ code }) => String(typeof code === 'object' ? code.value : code)).sort();
}

async function open(uri: vscode.Uri): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
}

/** Closes what is open, and leaves what was not saved. */
async function closeAll(): Promise<void> {
  for (const document of vscode.workspace.textDocuments.filter((each) => each.isDirty)) {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

function place(document: vscode.TextDocument, words: string): vscode.Range {
  const at = document.getText().indexOf(words);
  assert.ok(at >= 0, `"${words}" is in ${document.uri.path}`);
  return new vscode.Range(document.positionAt(at), document.positionAt(at + words.length));
}

/** The programs that run for an editor, by their numbers: children of the process that extensions run in, as this one does. */
function servers(): number[] {
  const numbers = fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const read = (number: string, name: string) => {
    try {
      return fs.readFileSync(path.join('/proc', number, name), 'utf8');
    } catch {
      // It ended meanwhile.
      return '';
    }
  };
  const ours = numbers.filter((number) => {
    // What stands behind the name, which may hold anything: the state, and the number of the parent.
    const parent = read(number, 'stat').split(') ').at(-1)?.split(' ')[1];
    return parent === String(process.pid) && /^[^\0]*coffeechat\0lsp\0/.test(read(number, 'cmdline'));
  });
  return ours.map(Number);
}

const RESULTS = process.env.HOST_RESULTS ?? '';

/** Runs a command that asks questions, and types the answers: each one is words, and then Enter. */
async function answering(answers: string[], command: string): Promise<void> {
  let isDone = false;
  const running = Promise.resolve(vscode.commands.executeCommand(command)).finally(() => {
    isDone = true;
  });
  for (const text of answers) {
    // The question comes, and is drawn.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    assert.ok(!isDone, `"${text}" was not asked for any more`);
    fs.writeFileSync(`${RESULTS}.new`, JSON.stringify([{ text }, { key: 'Enter' }]));
    fs.renameSync(`${RESULTS}.new`, `${RESULTS}.keys`);
    await until('the keys', () => !fs.existsSync(`${RESULTS}.keys`));
  }
  await running;
}

const tests: Record<string, () => Promise<void>> = {
  'a folder’s setting does not name the program': async () => {
    const setting = vscode.workspace.getConfiguration().inspect('coffeechat.path');
    assert.ok(fs.readFileSync(file('.vscode', 'settings.json').fsPath, 'utf8').includes('"coffeechat.path"'));
    assert.equal(setting?.globalValue, undefined);
    assert.equal(vscode.workspace.getConfiguration().get('coffeechat.path'), '');
  },

  'the extension is awake, because this is a journal': async () => {
    const extension = vscode.extensions.getExtension(ID);
    assert.ok(extension !== undefined, 'it is installed');
    await until('activation', () => extension.isActive);
    const commands = await vscode.commands.getCommands(true);
    for (const { command } of extension.packageJSON.contributes.commands)
      assert.ok(commands.includes(command), command);
  },

  'a broken note shows its findings': async () => {
    const { document } = await open(file(...LENA));
    await until('findings', () => codes(document.uri).length === 3);
    assert.deepEqual(codes(document.uri), ['date-style', 'missing-takeaway', 'unknown-field']);
    const [wrong] = vscode.languages
      .getDiagnostics(document.uri)
      .filter((each) => each.severity === vscode.DiagnosticSeverity.Error);
    assert.match(wrong?.message ?? '', /💡 Key takeaways/);
    assert.equal(document.lineAt(wrong?.range.start.line ?? 0).text, '## 💡 Key takeaways');
  },

  'a README shows none': async () => {
    const { document } = await open(file('README.md'));
    await new Promise((resolve) => setTimeout(resolve, 1000));
    assert.deepEqual(codes(document.uri), []);
  },

  'a quick fix mends one': async () => {
    const { document } = await open(file(...LENA));
    const found = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      place(document, 'chanel'),
      vscode.CodeActionKind.QuickFix.value,
    );
    const fix = found.find((each) => each.isPreferred);
    assert.ok(fix?.edit !== undefined, found.map((each) => each.title).join('; '));
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    assert.match(document.getText(), /^channel: coffee$/m);
    await until('one finding less', () => !codes(document.uri).includes('unknown-field'));
  },

  'what is safe is mended on save, with the setting of the README': async () => {
    const { document } = await open(file(...LENA));
    assert.ok(codes(document.uri).includes('date-style'));
    assert.ok(await document.save());
    await until('the date', () => /^date: 2026-11-18$/m.test(document.getText()));
    await until('one finding less', () => codes(document.uri).join() === 'missing-takeaway');
    assert.match(fs.readFileSync(document.uri.fsPath, 'utf8'), /^date: 2026-11-18$/m);
  },

  'statuses are offered': async () => {
    const { document } = await open(file(...LENA));
    const { end } = place(document, 'status: ');
    const offered = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      end,
    );
    const labels = offered.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    for (const status of ['planned', 'scheduled', 'talked']) assert.ok(labels.includes(status), labels.join());
  },

  'a hover explains': async () => {
    const { document } = await open(file(...LENA));
    const at = place(document, 'Key takeaways').start;
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      at,
    );
    const texts = hovers.flatMap(({ contents }) => contents as vscode.MarkdownString[]);
    assert.ok(
      texts.some(({ value }) => value.includes('missing-takeaway')),
      texts.map(({ value }) => value).join('\n'),
    );
    assert.ok(
      texts.every(({ isTrusted }) => isTrusted !== true),
      'a note’s words run no command',
    );
  },

  'the outline shows its parts': async () => {
    const { document } = await open(file(...LENA));
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    );
    const names = (some: vscode.DocumentSymbol[]): string[] =>
      some.flatMap(({ name, children }) => [name, ...names(children)]);
    const shown = names(symbols);
    assert.ok(
      shown.some((name) => name.includes('Key takeaways')),
      shown.join('; '),
    );
  },

  'the lens above the note moves it on': async () => {
    const { document } = await open(file(...NOOR));
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
      10,
    );
    const lens = lenses.find((each) => each.command?.command === 'coffeechat.mark');
    assert.ok(lens?.command !== undefined, JSON.stringify(lenses));
    assert.equal(lens.command.title, 'Mark as contacted');
    await vscode.commands.executeCommand(lens.command.command, ...(lens.command.arguments ?? []));
    await until('the status', () => /^status: contacted$/m.test(document.getText()));
    assert.ok(document.isDirty, 'it can be taken back');
  },

  'Mark as … asks how far it is': async () => {
    const { document } = await open(file(...NOOR));
    await answering(['had the conv'], 'coffeechat.markAs');
    await until('the status', () => /^status: talked$/m.test(document.getText()));
  },

  'Adopt this note writes front matter': async () => {
    const uri = file('networking', 'grace.md');
    fs.writeFileSync(
      uri.fsPath,
      '# Coffee with Grace Hopper\n\nLevel: II\nDate: 2026-11-20\n\n## Questions\n\n- What did you read?\n',
    );
    const { document } = await open(uri);
    await vscode.commands.executeCommand('coffeechat.adoptNote');
    await until('front matter', () => document.getText().startsWith('---\n'));
    assert.match(document.getText(), /^contact: Grace Hopper$/m);
    assert.ok(document.getText().endsWith('- What did you read?\n'));
  },

  'New conversation makes the note and opens it': async () => {
    await closeAll();
    await answering(['cold', '-Ada $(touch was-run) 魚', 'senior'], 'coffeechat.newConversation');
    const opened = vscode.window.activeTextEditor?.document;
    assert.match(opened?.uri.path ?? '', /\/networking\/\d{4}-\d\d-\d\d-ada-touch-was-run-魚\.md$/);
    assert.match(opened?.getText() ?? '', /^level: 3$/m);
    assert.match(opened?.getText() ?? '', /-Ada \$\(touch was-run\) 魚/);
    assert.equal(fs.existsSync(file('was-run').fsPath), false);
  },

  'and in the journal of the note in front, which lies in another one': async () => {
    await closeAll();
    fs.mkdirSync(file('inner', 'networking').fsPath, { recursive: true });
    fs.writeFileSync(file('inner', 'coffeechat.toml').fsPath, '');
    const note = file('inner', 'networking', 'sam.md');
    fs.writeFileSync(note.fsPath, '---\nlevel: 1\ncontact: Sam\nstatus: planned\n---\n');
    await open(note);
    await answering(['mentor', 'Grace'], 'coffeechat.newConversation');
    const opened = vscode.window.activeTextEditor?.document;
    assert.match(opened?.uri.path ?? '', /\/inner\/networking\/2026-11-23-grace\.md$/);
    await closeAll();
    fs.rmSync(file('inner').fsPath, { recursive: true });
  },

  'a task lists the findings of files that are closed': async () => {
    await closeAll();
    // One that was never open: VS Code keeps what it had open for some minutes.
    const closed = file('networking', '2026-11-25-sam.md');
    fs.writeFileSync(closed.fsPath, '---\nlevel: 3\ncontact: Sam\nchanel: call\nstatus: planned\n---\n');
    assert.deepEqual(codes(closed), []);
    const [workspaceFolder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(workspaceFolder !== undefined);
    // As the README's task, but by its full path: VS Code itself looks for a task's program, and the PATH here begins with the folder.
    const run = new vscode.ProcessExecution(
      process.env.HOST_PROGRAM ?? '',
      ['lint', '--format', 'concise', '--color', 'never'],
      {
        cwd: folder(),
      },
    );
    const task = new vscode.Task({ type: 'process' }, workspaceFolder, 'check', 'coffeechat', run, '$coffeechat');
    // What a task writes that ends at once is now and then not read by VS Code, so that nothing is listed; whoever runs it again sees it.
    const isListed = () => codes(closed).includes('unknown-field');
    for (let tries = 1; !isListed(); tries += 1) {
      assert.ok(tries <= 5, 'a finding is listed after some tries');
      let ended: number | undefined;
      const hears = vscode.tasks.onDidEndTaskProcess(({ exitCode }) => {
        ended = exitCode ?? -1;
      });
      await vscode.tasks.executeTask(task);
      assert.equal(await until('the end of the task', () => ended), 1, 'there is an error in another note');
      hears.dispose();
      await until('a finding', isListed, 5000).catch(() => undefined);
    }
    const found = vscode.languages.getDiagnostics(closed).find((each) => String(each.code).includes('unknown-field'));
    assert.equal(found?.severity, vscode.DiagnosticSeverity.Warning);
    assert.equal(found?.range.start.line, 3);
    assert.match(found?.message ?? '', /chanel/);
  },

  'a program that ends is started again, and shows the findings of what is typed': async () => {
    const { document } = await open(file(...NOOR));
    await until('findings', () => codes(document.uri).length > 0);
    const [before, ...more] = servers();
    assert.ok(before !== undefined && more.length === 0, `one runs: ${[before, ...more]}`);
    process.kill(before, 'SIGKILL');
    await until('another one', () => servers().some((each) => each !== before));
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(1, 0), 'chanel: call\n');
    assert.ok(await vscode.workspace.applyEdit(edit));
    await until('a new finding', () => codes(document.uri).includes('unknown-field'));
    assert.equal(servers().length, 1);
  },

  'the user’s own setting names the program': async () => {
    const { document } = await open(file(...NOOR));
    const settings = vscode.workspace.getConfiguration();
    await settings.update('coffeechat.path', '/nowhere/coffeechat', vscode.ConfigurationTarget.Global);
    await until(
      'no findings, since there is no program',
      () => codes(document.uri).length === 0 && servers().length === 0,
    );
    await settings.update('coffeechat.path', process.env.HOST_PROGRAM, vscode.ConfigurationTarget.Global);
    await until('findings again', () => codes(document.uri).length > 0);
    await settings.update('coffeechat.path', undefined, vscode.ConfigurationTarget.Global);
    await until('one program', () => servers().length === 1 && codes(document.uri).length > 0);
  },

  'Restart leaves one program, and the findings': async () => {
    const { document } = await open(file(...LENA));
    await until('findings', () => codes(document.uri).length > 0);
    await vscode.commands.executeCommand('coffeechat.restart');
    await until('findings again', () => codes(document.uri).join() === 'missing-takeaway');
    const { document: other } = await open(file('networking', 'grace.md'));
    await vscode.commands.executeCommand('coffeechat.adoptNote');
    await until('front matter', () => other.getText().startsWith('---\n'));
  },

  'what lies in the folder and is called coffeechat was never run': async () => {
    const program = file('coffeechat').fsPath;
    assert.equal(fs.existsSync(file('was-run').fsPath), false);
    // And it would have left a trace.
    execFileSync(program);
    assert.equal(fs.existsSync(file('was-run').fsPath), true);
  },
};

/** What is tried where a folder is trusted; the rest holds in any folder. */
const TRUSTED = ['a task lists the findings of files that are closed'];

export async function activate(): Promise<void> {
  const results: Result[] = [];
  const only = process.env.HOST_ONLY ?? '';
  const { isTrusted } = vscode.workspace;
  for (const [name, test] of Object.entries(tests)) {
    if (!name.includes(only) || (TRUSTED.includes(name) && !isTrusted)) continue;
    try {
      await test();
      results.push({ name });
    } catch (error) {
      results.push({ name, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  }
  // For the picture.
  await open(file(...LENA));
  await vscode.commands.executeCommand('workbench.actions.view.problems');
  await new Promise((resolve) => setTimeout(resolve, 1500));
  fs.writeFileSync(`${RESULTS}.new`, JSON.stringify({ version: vscode.version, results }));
  fs.renameSync(`${RESULTS}.new`, RESULTS);
}
