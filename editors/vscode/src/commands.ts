// What the command palette offers. Each ends quietly where the person presses Escape.

import * as path from 'node:path';
import * as vscode from 'vscode';
import { newNote, pathIn, questions, senioritiesIn } from './arguments';
import { folderOf, journals, MARKS } from './journal';
import { run, type Start } from './program';
import type { Running, Service } from './service';
import { plain } from './words';

/** What stands above the questions of a new conversation. */
const NEW = 'New conversation';
/** More journals in one folder are not told apart by a list. */
const MOST = 50;

interface Named {
  readonly name: string;
  readonly meaning: string;
}

/** The commands that the manifest lists, by name. */
export function commands(service: Service, log: vscode.LogOutputChannel): Record<string, () => Promise<void>> {
  return {
    'coffeechat.newConversation': () => guarded(log, () => newConversation(service, log)),
    'coffeechat.adoptNote': () => guarded(log, () => adoptNote(service)),
    'coffeechat.markAs': () => guarded(log, () => markAs(service)),
    'coffeechat.restart': () => guarded(log, () => restart(service)),
  };
}

/** What goes wrong is said in the program's words. */
async function guarded(log: vscode.LogOutputChannel, command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    log.error(why);
    void vscode.window.showErrorMessage(`coffeechat: ${plain(why)}`);
  }
}

async function restart(service: Service): Promise<void> {
  if ((await service.restart(true)) !== undefined) vscode.window.setStatusBarMessage('coffeechat is running.', 5000);
}

/** The journal's folder: the one of the note in front, the only one, or the one that is picked. */
async function folderOfJournal(): Promise<vscode.Uri | undefined> {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter((folder) => folder.uri.scheme === 'file');
  if (folders.length === 0) {
    const open = 'Open a folder';
    const text = 'Open the folder of your journal first. The note of a conversation is made in it.';
    const chosen = await vscode.window.showInformationMessage(text, open);
    if (chosen === open) await vscode.commands.executeCommand('vscode.openFolder');
    return undefined;
  }
  const opened = await Promise.all(
    folders.map(async (folder) => {
      const pattern = new vscode.RelativePattern(folder, MARKS);
      const files = await vscode.workspace.findFiles(pattern, '**/node_modules/**', MOST);
      const marked = files.map((file) => file.with({ path: folderOf(file.path) }));
      return { uris: [folder.uri, ...marked], folder: folder.uri.path, marked: marked.map((uri) => uri.path) };
    }),
  );
  const front = vscode.window.activeTextEditor?.document.uri;
  const found = journals(opened, front?.scheme === 'file' ? front.path : undefined);
  // The addresses as VS Code gave them: they also name the computer, where a folder lies on another one.
  const uris = new Map(opened.flatMap((each) => each.uris).map((uri) => [uri.path, uri]));
  const items = found.flatMap((folder) => {
    const uri = uris.get(folder);
    return uri === undefined
      ? []
      : [{ label: vscode.workspace.asRelativePath(uri, true), description: uri.fsPath, uri }];
  });
  if (items.length === 1) return items[0]?.uri;
  const options = { title: NEW, placeHolder: 'In which journal?', ignoreFocusOut: true };
  return (await vscode.window.showQuickPick(items, options))?.uri;
}

async function newConversation(service: Service, log: vscode.LogOutputChannel): Promise<void> {
  const folder = await folderOfJournal();
  if (folder === undefined) return;
  const running = await service.ready(true);
  if (running === undefined) return;

  const levels = await list(running, 'coffeechat/levels', folder);
  // With one level there is nothing to ask, and the program takes it by itself.
  const level = levels.length > 1 ? await pick(levels, NEW, 'Whom will you talk with?') : levels[0];
  if (levels.length > 1 && level === undefined) return;
  const contact = await vscode.window.showInputBox({
    title: NEW,
    prompt: 'Their name. A first name or a pseudonym is enough.',
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? 'Write a name; a first name is enough.' : undefined),
  });
  if (contact === undefined || contact.trim() === '') return;
  const cwd = folder.fsPath;
  const seniority = await seniorityOf({ ...running.start, cwd }, level);
  if (seniority === undefined) return;

  const args = newNote({
    level: levels.length > 1 ? level?.name : undefined,
    contact: contact.trim(),
    seniority: seniority === '' ? undefined : seniority,
  });
  const answer = await run({ ...running.start, cwd }, args);
  if (answer.stderr !== '') log.info(answer.stderr.trimEnd());
  const made = answer.code === 0 ? pathIn(answer.stdout) : undefined;
  if (made === undefined) {
    throw new Error(answer.stderr.trim().replace(/^coffeechat: /, '') || 'the note could not be made');
  }
  const note = await vscode.workspace.openTextDocument(vscode.Uri.file(path.resolve(cwd, made)));
  await vscode.window.showTextDocument(note);
}

/** For whom the questions are: a seniority, nothing where it is left open, or undefined where the person gave up. */
async function seniorityOf(start: Start, level: Named | undefined): Promise<string | undefined> {
  if (level === undefined) return '';
  const answer = await run(start, questions(level.name));
  // Without an answer it is left open, as the program does where it is not told.
  const seniorities = answer.code === 0 ? senioritiesIn(answer.stdout) : [];
  if (seniorities.length === 0) return '';
  const open = { label: 'I do not know', description: 'the note offers questions for both', name: '' };
  const items = [...seniorities.map((name) => ({ label: name, name })), open];
  const placeHolder = 'How senior are they? The suggested questions differ.';
  return (await vscode.window.showQuickPick(items, { title: NEW, placeHolder, ignoreFocusOut: true }))?.name;
}

/** A list that the program keeps, for the activity of a note or of a folder. */
async function list(running: Running, request: string, uri: vscode.Uri): Promise<readonly Named[]> {
  const named = running.client.code2ProtocolConverter.asUri(uri);
  return running.client.sendRequest<readonly Named[]>(request, { uri: named });
}

async function pick(items: readonly Named[], title: string, placeHolder: string): Promise<Named | undefined> {
  const shown = items.map((item) => ({ label: item.name, description: item.meaning, item }));
  const options = { title, placeHolder, matchOnDescription: true, ignoreFocusOut: true };
  return (await vscode.window.showQuickPick(shown, options))?.item;
}

/** The note in front, as the program calls it, and the program. */
async function noteInFront(service: Service): Promise<{ running: Running; note: vscode.Uri } | undefined> {
  const document = vscode.window.activeTextEditor?.document;
  if (document === undefined || document.languageId !== 'markdown' || document.uri.scheme !== 'file') {
    void vscode.window.showInformationMessage('Open a note first: a Markdown file that is saved on this computer.');
    return undefined;
  }
  const running = await service.ready(true);
  return running === undefined ? undefined : { running, note: document.uri };
}

async function ask(running: Running, command: string, note: vscode.Uri, ...more: string[]): Promise<void> {
  const uri = running.client.code2ProtocolConverter.asUri(note);
  await running.client.sendRequest('workspace/executeCommand', { command, arguments: [uri, ...more] });
}

async function adoptNote(service: Service): Promise<void> {
  const front = await noteInFront(service);
  if (front !== undefined) await ask(front.running, 'coffeechat.adopt', front.note);
}

async function markAs(service: Service): Promise<void> {
  const front = await noteInFront(service);
  if (front === undefined) return;
  const statuses = await list(front.running, 'coffeechat/statuses', front.note);
  const status = await pick(statuses, 'Mark as …', 'How far is this conversation?');
  if (status !== undefined) await ask(front.running, 'coffeechat.mark', front.note, status.name);
}
