// The extension's own code, with a stand-in for VS Code and for the language client, and a program made of a few lines of shell that writes
// down how it was started.

import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, suite, test } from 'node:test';
import { activate, deactivate } from '../src/extension';
import { Service } from '../src/service';
import { EXTENSION, emptyFolder } from './program';
import { clients } from './standin/client';
import { Document, fresh, happens, type Play, Uri, window } from './standin/vscode';

const NO_SHELL = process.platform === 'win32' ? 'the program of these tests is a shell script' : false;

const LEVELS = [
  { name: 'mentor', meaning: 'your assigned mentor' },
  { name: 'cold contact', meaning: 'somebody you have never met' },
];
const STATUSES = [
  { name: 'planned', meaning: 'not asked yet' },
  { name: 'talked', meaning: 'you had the conversation' },
];

suite('the extension', { skip: NO_SHELL }, () => {
  let home: string;
  let journal: string;
  let record: string;
  let context: { extensionPath: string; subscriptions: { dispose(): unknown }[] };
  const before = { ...process.env };

  beforeEach(() => {
    home = emptyFolder();
    journal = path.join(emptyFolder(), 'my journal');
    record = path.join(home, 'record');
    fs.mkdirSync(path.join(journal, 'networking'), { recursive: true });
    fs.writeFileSync(path.join(journal, 'coffeechat.toml'), '');
    Object.assign(process.env, { HOME: home, PATH: `.:${path.join(home, 'tools')}:bin`, RECORD: record });
    context = { extensionPath: path.join(home, 'extension'), subscriptions: [] };
    Object.assign(clients, {
      made: [],
      answers: { 'coffeechat/levels': LEVELS, 'coffeechat/statuses': STATUSES },
      failure: undefined,
      shown: [],
    });
  });

  afterEach(async () => {
    await deactivate();
    for (const kept of context.subscriptions) kept.dispose();
    assert.equal(happens.listeners(), 0, 'nothing listens any more');
    assert.ok(
      clients.made.every((client) => client.isDisposed),
      'nothing runs any more',
    );
    assert.deepEqual(clients.shown, [], 'what goes wrong is said by the extension, and not by the client');
    // One by one: an object in the place of `process.env` would not reach the system, which says where home is.
    for (const name of ['HOME', 'PATH', 'RECORD']) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  });

  /** Puts a program there that answers as coffeechat does, and makes the note that `new` asks for. */
  function install(folder = path.join(home, 'tools'), version = 'coffeechat 0.1.0', lsp = 0): string {
    fs.mkdirSync(folder, { recursive: true });
    const program = path.join(folder, 'coffeechat');
    const script = `#!/bin/sh
case "$1" in
  --version) echo "${version}" ;;
  lsp) exit ${lsp} ;;
  questions)
    case "$2" in
      '--level=cold contact') echo '{"version":1,"questions":[{"seniority":"junior"},{"seniority":"senior"},{"seniority":null},{"seniority":"junior"}]}' ;;
      *) echo '{"version":1,"questions":[{"level":1,"seniority":null,"topic":"t","text":"x"}]}' ;;
    esac ;;
  new)
    { printf '%s\\n' "$PWD" "$PATH" "$@"; } > "$RECORD"
    for word in "$@"; do
      case "$word" in --contact=nobody) echo 'coffeechat: that is no name [a](command:x)' >&2; exit 2 ;; esac
    done
    echo text > networking/ada.md; echo networking/ada.md ;;
esac
`;
    fs.writeFileSync(program, script, { mode: 0o755 });
    return program;
  }

  async function start(given: Partial<Play> = {}): Promise<Play> {
    const play = fresh(given);
    await activate(context as unknown as Parameters<typeof activate>[0]);
    await settle(() => clients.made.some((client) => client.state === 2) || play.status.text !== 'coffeechat');
    return play;
  }

  /** Waits until something holds, or fails after some seconds. */
  async function settle(holds: () => boolean): Promise<void> {
    for (let wait = 0; wait < 500; wait += 1) {
      if (holds()) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    assert.fail(`it did not come to that: ${holds}`);
  }

  const pause = (time = 60) => new Promise((resolve) => setTimeout(resolve, time));
  const folders = () => [{ uri: Uri.file(journal) }];
  const shown = (play: Play) => play.seen.filter((line) => !line.startsWith('log: '));
  const note = (text = '---\nlevel: 1\n---\n') => new Document(path.join(journal, 'networking', 'ada.md'), text);

  async function command(play: Play, name: string): Promise<void> {
    await play.commands.get(name)?.();
    await pause(5);
  }

  test('starts the program as a server: full path, no shell, in the home folder, with a PATH that means the same anywhere', async () => {
    const program = install();
    const play = await start({ folders: folders() });
    const [client] = clients.made;
    assert.equal(clients.made.length, 1);
    assert.equal(client?.server.command, program);
    assert.deepEqual(client?.server.args, ['lsp']);
    assert.equal(client?.server.options.shell, false);
    assert.equal(client?.server.options.cwd, home);
    assert.equal(client?.server.options.env.PATH, path.join(home, 'tools'));
    assert.equal(client?.told.markdown.isTrusted, false);
    assert.equal(client?.told.revealOutputChannelOn, 4, 'what is written down does not open by itself');
    assert.equal(play.status.text, 'coffeechat 0.1.0');
    assert.deepEqual(shown(play), []);
  });

  test('starts it beside the extension where there is no home folder', async () => {
    install();
    fs.mkdirSync(context.extensionPath);
    process.env.HOME = path.join(home, 'gone');
    const play = await start({ folders: folders() });
    assert.equal(play.status.text, 'coffeechat 0.1.0');
    assert.equal(clients.made[0]?.server.options.cwd, context.extensionPath);
  });

  test('offers the commands of the manifest, and no other', async () => {
    install();
    const play = await start();
    const manifest = JSON.parse(fs.readFileSync(path.join(EXTENSION, 'package.json'), 'utf8'));
    const names = manifest.contributes.commands.map((each: { command: string }) => each.command);
    assert.deepEqual([...play.commands.keys()].sort(), names.sort());
    assert.equal(manifest.contributes.problemMatchers[0].owner, clients.made[0]?.told.diagnosticCollectionName);
  });

  test('is silent where the program is missing and nobody has notes', async () => {
    const play = await start({ documents: [new Document('/code/README.md', '# Code\n')] });
    await pause();
    assert.deepEqual(shown(play), []);
    assert.equal(play.status.text, 'coffeechat: not found');
    happens.open(new Document('/code/CHANGELOG.md', '# Changes\n'));
    happens.open(new Document('/code/networking/notes.py', 'level: 1', 'python'));
    happens.open(new Document('/code/networking/ada.md', '', 'markdown', 'git'));
    await pause();
    assert.deepEqual(shown(play), []);
    happens.open(note());
    happens.open(note());
    await settle(() => shown(play).length > 0);
    await pause();
    assert.equal(shown(play).length, 1, 'a note is opened: said, and once');
  });

  test('says in a journal, once, how to get the program, and opens the README there', async () => {
    fs.mkdirSync(context.extensionPath);
    fs.writeFileSync(path.join(context.extensionPath, 'readme.md'), '');
    const play = await start({ folders: folders(), press: { 'coffeechat is not': 'How to get it' } });
    await settle(() => shown(play).length > 1);
    happens.open(note());
    await pause();
    assert.match(shown(play)[0] ?? '', /pipx install coffeechat.*\[How to get it\] \[Look again\]$/);
    assert.deepEqual(shown(play).slice(1), ['command: markdown.showPreview readme.md#get-the-program']);
  });

  test('opens the text of the README where VS Code cannot show it', async () => {
    fs.mkdirSync(context.extensionPath);
    fs.writeFileSync(path.join(context.extensionPath, 'README.md'), '');
    const press = { 'coffeechat is not': 'How to get it' };
    const play = await start({ folders: folders(), press, missing: ['markdown.showPreview'] });
    await settle(() => shown(play).at(-1) === `shown: ${path.join(context.extensionPath, 'README.md')}`);
  });

  test('what goes wrong behind a button is written down', async () => {
    const program = install();
    fs.rmSync(program);
    const press = { 'The setting coffeechat.path': 'Open the setting' };
    const missing = ['workbench.action.openSettings'];
    const play = await start({ folders: folders(), settings: { globalValue: program }, press, missing });
    await settle(() => play.seen.includes("log: command 'workbench.action.openSettings' not found"));
  });

  test('starts when the program appears: by itself, and by the button', async () => {
    const play = await start({ folders: folders() });
    await settle(() => shown(play).length > 0);
    happens.focus();
    await pause();
    assert.equal(clients.made.length, 0);
    install();
    happens.blur();
    await pause(2100);
    assert.equal(clients.made.length, 0, 'nobody looks while the window is in the back');
    happens.focus();
    await settle(() => play.status.text === 'coffeechat 0.1.0');
    assert.equal(clients.made.length, 1);

    fs.rmSync(path.join(home, 'tools'), { recursive: true });
    play.press = { 'coffeechat is not': 'Look again' };
    await command(play, 'coffeechat.restart');
    await settle(() => shown(play).filter((line) => line.startsWith('warning')).length >= 3);
    assert.equal(play.status.text, 'coffeechat: not found');
    install();
    await command(play, 'coffeechat.restart');
    await settle(() => play.status.text === 'coffeechat 0.1.0');
    assert.equal(clients.made.length, 2);
    assert.ok(clients.made[0]?.isDisposed, 'the first one was stopped');
  });

  test('takes the program from the user’s setting, and from no folder’s', async () => {
    const mine = install(path.join(home, 'mine'));
    const theirs = install(path.join(journal, 'theirs'));
    const play = await start({ folders: folders(), settings: { workspaceValue: theirs } });
    await settle(() => shown(play).length > 0);
    assert.equal(clients.made.length, 0);
    play.settings = { workspaceValue: theirs, globalValue: mine };
    happens.settingsChange('coffeechat.path');
    await settle(() => play.status.text === 'coffeechat 0.1.0');
    assert.equal(clients.made[0]?.server.command, mine);
    play.settings = { globalValue: 42 };
    happens.settingsChange('editor.fontSize');
    await pause();
    assert.equal(clients.made.length, 1, 'another setting is none of its business');
    happens.settingsChange('coffeechat.path');
    await settle(() => play.status.text === 'coffeechat: not found');
    assert.ok(clients.made[0]?.isDisposed, 'what is no text names nothing');
  });

  test('never takes the one that lies in the folder that is open', async () => {
    const cwd = process.cwd();
    install(journal);
    install(path.join(journal, 'bin'));
    process.chdir(journal);
    try {
      const play = await start({ folders: folders() });
      await pause();
      assert.equal(play.status.text, 'coffeechat: not found');
      assert.equal(clients.made.length, 0);
    } finally {
      process.chdir(cwd);
    }
  });

  test('nor, before the folder is trusted, by a full path into it', async () => {
    process.env.PATH = path.join(journal, 'tools');
    install(path.join(journal, 'tools'));
    const play = await start({ folders: folders(), isTrusted: false });
    assert.equal(play.status.text, 'coffeechat: not found');
    play.isTrusted = true;
    await command(play, 'coffeechat.restart');
    await settle(() => play.status.text === 'coffeechat 0.1.0');
  });

  for (const [what, version, lsp, said] of [
    [
      'is too old',
      'coffeechat 0.0.9',
      0,
      /\(0\.0\.9, .*\) cannot check notes while you write yet.*pipx upgrade coffeechat/,
    ],
    ['does not know lsp', 'coffeechat 0.1.0', 2, /\(0\.1\.0, .*\) cannot check notes while you write yet/],
    ['is another one of that name', 'Coffee Chat server 7', 0, /is another program of the same name/],
  ] as const) {
    test(`says so where the program ${what}`, async () => {
      install(undefined, version, lsp);
      const play = await start({ folders: folders() });
      await settle(() => shown(play).length > 0);
      assert.match(shown(play).join('\n'), said);
      assert.equal(clients.made.length, 0);
    });
  }

  test('says so where the program cannot be started', async () => {
    fs.writeFileSync(install(), '\u007fELF is not what follows', { mode: 0o755 });
    const play = await start({ folders: folders(), press: { [home]: 'Show details' } });
    await settle(() => shown(play).length > 1);
    assert.match(shown(play)[0] ?? '', /could not be started: /);
    assert.equal(shown(play)[1], 'log shown');
  });

  test('says so where the server does not answer, and lets go of it', async () => {
    install();
    clients.failure = new Error('no answer [a](command:x)');
    const play = await start({ folders: folders() });
    await settle(() => shown(play).length > 0);
    assert.match(shown(play)[0] ?? '', /did not answer.*: no answer \[a\] \(command:x\)/);
    assert.ok(clients.made[0]?.isDisposed);
    clients.failure = undefined;
    await command(play, 'coffeechat.restart');
    assert.equal(play.status.text, 'coffeechat 0.1.0');
    assert.equal(shown(play).at(-1), 'status bar: coffeechat is running.');
  });

  test('a server that never answers is given up, and that is said', async () => {
    install();
    clients.failure = 'silence';
    const play = fresh({ folders: folders() });
    const log = window.createOutputChannel();
    const service = new Service(
      context as unknown as ConstructorParameters<typeof Service>[0],
      log as unknown as ConstructorParameters<typeof Service>[1],
      100,
    );
    context.subscriptions.push(service);
    assert.equal(await service.ready(true), undefined);
    assert.match(shown(play).join('\n'), /did not answer.*: it did not answer within 0\.1 seconds/);
    assert.ok(clients.made[0]?.isDisposed);
  });

  test('a program that ends by itself is started again, and given up where that happens all the time', async () => {
    const program = install();
    const play = await start({ folders: folders() });
    const [client] = clients.made;
    for (let end = 0; end < 3; end += 1) {
      await client?.ends();
      assert.equal(client?.state, 2, 'it runs again');
    }
    assert.deepEqual(shown(play), [], 'and nobody is told');
    await client?.ends();
    await settle(() => play.status.text === 'coffeechat: ended');
    await pause();
    assert.match(shown(play).join('\n'), /^warning: Notes are not checked any more, .*4 times within three minutes/);
    assert.equal(shown(play).length, 1, 'said once');
    assert.ok(client?.isDisposed);
    // Brought up to date, it may be better.
    await pause(2100);
    happens.focus();
    await pause();
    assert.equal(clients.made.length, 1, 'it is the same program');
    fs.appendFileSync(program, '\n');
    await pause(2100);
    happens.focus();
    await settle(() => clients.made.length === 2 && play.status.text === 'coffeechat 0.1.0');
    await clients.made[1]?.ends();
    assert.equal(clients.made[1]?.state, 2, 'a new one, with as many tries');
  });

  test('a program that is gone when it is started again is said, and started by the next command', async () => {
    install();
    const play = await start({ folders: folders(), inFront: note(), answers: ['talked'] });
    clients.failure = new Error('spawn ENOENT');
    await clients.made[0]?.ends();
    await settle(() => play.status.text === 'coffeechat: ended');
    assert.match(shown(play).join('\n'), /could not be started again/);
    clients.failure = undefined;
    await command(play, 'coffeechat.markAs');
    assert.deepEqual(
      clients.made[1]?.asked.map(([method]) => method),
      ['coffeechat/statuses', 'workspace/executeCommand'],
    );
  });

  test('a program that is brought up to date is tried again', async () => {
    const program = install(undefined, 'coffeechat 0.0.9');
    const play = await start({ folders: folders() });
    await settle(() => shown(play).length > 0);
    fs.rmSync(program);
    install();
    await pause(2100);
    happens.focus();
    await settle(() => play.status.text === 'coffeechat 0.1.0');
  });

  test('starts that come at once leave one program', async () => {
    install();
    const play = await start({ folders: folders() });
    await Promise.all([command(play, 'coffeechat.restart'), command(play, 'coffeechat.restart')]);
    await settle(() => play.status.text === 'coffeechat 0.1.0');
    assert.ok(clients.made.length >= 2, 'it was started anew');
    assert.equal(clients.made.filter((client) => !client.isDisposed).length, 1);
  });

  test('a start that comes while the window closes leaves none', async () => {
    install();
    const play = await start({ folders: folders() });
    await Promise.all([command(play, 'coffeechat.restart'), deactivate()]);
    await pause();
    assert.equal(clients.made.filter((client) => !client.isDisposed).length, 0);
  });

  suite('new conversation', () => {
    test('asks level, name and seniority, makes the note in the journal, and opens it', async () => {
      install();
      const play = await start({ folders: folders(), answers: ['cold contact', '  -Ada $(touch x) ', 'senior'] });
      await command(play, 'coffeechat.newConversation');
      assert.deepEqual(shown(play), [
        'pick: Whom will you talk with? <mentor|your assigned mentor><cold contact|somebody you have never met>',
        'input: Their name. A first name or a pseudonym is enough.',
        'pick: How senior are they? The suggested questions differ. <junior|undefined><senior|undefined><I do not know|the note offers questions for both>',
        `shown: ${path.join(journal, 'networking', 'ada.md')}`,
      ]);
      const [folder, searched, ...args] = fs.readFileSync(record, 'utf8').trimEnd().split('\n');
      assert.equal(folder, journal);
      assert.equal(searched, path.join(home, 'tools'));
      assert.deepEqual(args, [
        'new',
        '--level=cold contact',
        '--contact=-Ada $(touch x)',
        '--seniority=senior',
        '--no-input',
        '--print-path',
        '--color=never',
      ]);
      const uri = Uri.file(journal).toString();
      assert.deepEqual(clients.made[0]?.asked, [['coffeechat/levels', { uri }]]);
    });

    test('leaves a seniority open, and asks for none where there is none', async () => {
      install();
      const play = await start({
        folders: folders(),
        answers: ['cold contact', 'Ada', 'I do not know', 'mentor', 'Ada'],
      });
      await command(play, 'coffeechat.newConversation');
      assert.doesNotMatch(fs.readFileSync(record, 'utf8'), /seniority/);
      await command(play, 'coffeechat.newConversation');
      assert.match(fs.readFileSync(record, 'utf8'), /--level=mentor/);
      assert.deepEqual(play.answers, []);
    });

    test('asks for no level where the activity has one only', async () => {
      install();
      clients.answers['coffeechat/levels'] = [{ name: 'talk', meaning: 'a talk' }];
      const play = await start({ folders: folders(), answers: ['Ada'] });
      await command(play, 'coffeechat.newConversation');
      assert.match(fs.readFileSync(record, 'utf8'), /^--contact=Ada$/m);
      assert.doesNotMatch(fs.readFileSync(record, 'utf8'), /--level/);
    });

    for (const answers of [[undefined], ['mentor', undefined], ['mentor', '   '], ['cold contact', 'Ada', undefined]]) {
      test(`makes nothing where one answers ${JSON.stringify(answers)}`, async () => {
        install();
        const play = await start({ folders: folders(), answers });
        await command(play, 'coffeechat.newConversation');
        assert.deepEqual(play.answers, []);
        assert.equal(fs.existsSync(record), false);
        assert.ok(!shown(play).some((line) => line.startsWith('error')));
      });
    }

    test('says what the program says where it makes none', async () => {
      install();
      const play = await start({ folders: folders(), answers: ['mentor', 'nobody'] });
      await command(play, 'coffeechat.newConversation');
      assert.equal(shown(play).at(-1), 'error: coffeechat: that is no name [a] (command:x) []');
    });

    test('asks for a folder where none is open', async () => {
      install();
      const play = await start({ press: { 'Open the folder of your journal': 'Open a folder' } });
      await command(play, 'coffeechat.newConversation');
      assert.equal(shown(play).at(-1), 'command: vscode.openFolder');
    });

    test('is for the journal of the note in front, and asks where there is none', async () => {
      install();
      const other = path.join(emptyFolder(), 'other');
      fs.mkdirSync(path.join(other, 'networking'), { recursive: true });
      const both = [{ uri: Uri.file(other) }, ...folders()];
      const play = await start({ folders: both, inFront: note(), answers: ['mentor', 'Ada'] });
      await command(play, 'coffeechat.newConversation');
      assert.equal(fs.readFileSync(record, 'utf8').split('\n')[0], journal);
      play.inFront = undefined;
      play.answers = ['other', 'mentor', 'Ada'];
      await command(play, 'coffeechat.newConversation');
      assert.equal(fs.readFileSync(record, 'utf8').split('\n')[0], other);
      play.answers = [undefined];
      fs.rmSync(record);
      await command(play, 'coffeechat.newConversation');
      assert.equal(fs.existsSync(record), false);
    });
  });

  test('a new conversation is made in the journal that lies in the folder that is open', async () => {
    install();
    const course = path.join(journal, 'course');
    const career = path.join(course, 'career');
    fs.mkdirSync(path.join(career, 'networking'), { recursive: true });
    fs.writeFileSync(path.join(career, 'coffeechat.toml'), '');
    const play = await start({ folders: [{ uri: Uri.file(course) }], answers: ['mentor', 'Ada'] });
    await command(play, 'coffeechat.newConversation');
    assert.equal(fs.readFileSync(record, 'utf8').split('\n')[0], career);
    assert.deepEqual(clients.made[0]?.asked, [['coffeechat/levels', { uri: Uri.file(career).toString() }]]);
    assert.ok(fs.existsSync(path.join(career, 'networking', 'ada.md')));
  });

  suite('the note in front', () => {
    test('is adopted and marked by the server', async () => {
      install();
      const play = await start({ folders: folders(), inFront: note(), answers: ['talked', undefined] });
      const uri = note().uri.toString();
      await command(play, 'coffeechat.adoptNote');
      await command(play, 'coffeechat.markAs');
      await command(play, 'coffeechat.markAs');
      assert.deepEqual(clients.made[0]?.asked, [
        ['workspace/executeCommand', { command: 'coffeechat.adopt', arguments: [uri] }],
        ['coffeechat/statuses', { uri }],
        ['workspace/executeCommand', { command: 'coffeechat.mark', arguments: [uri, 'talked'] }],
        ['coffeechat/statuses', { uri }],
      ]);
      assert.match(shown(play)[0] ?? '', /<planned\|not asked yet><talked\|you had the conversation>$/);
    });

    test('has to be one that is saved', async () => {
      install();
      const play = await start({ folders: folders() });
      for (const inFront of [
        undefined,
        new Document('/x.py', '', 'python'),
        new Document('Untitled-1', '', 'markdown', 'untitled'),
      ]) {
        play.inFront = inFront;
        await command(play, 'coffeechat.adoptNote');
        await command(play, 'coffeechat.markAs');
      }
      assert.equal(shown(play).length, 6);
      assert.ok(shown(play).every((line) => line.startsWith('information: Open a note first')));
      assert.deepEqual(clients.made[0]?.asked, []);
    });

    test('what the server refuses is said in its words', async () => {
      install();
      clients.answers['workspace/executeCommand'] = new Error('`later` is not a status [a](command:x)');
      const play = await start({ folders: folders(), inFront: note(), answers: ['talked'] });
      await command(play, 'coffeechat.markAs');
      assert.equal(shown(play).at(-1), 'error: coffeechat: `later` is not a status [a] (command:x) []');
    });
  });
});
