// The program as a language server, spoken to with the official library: what an editor sees is what the same program prints in a terminal.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, suite, test } from 'node:test';
import { type Diagnostic, DiagnosticSeverity, ExitNotification } from 'vscode-languageserver-protocol/node';
import { questions, senioritiesIn } from '../src/arguments';
import { emptyFolder, PROGRAM, ROOT, skip } from './program';
import { type Encoding, edited, endAll, positionAt, Session } from './session';

const TODAY = '2026-11-23';
const WHOLE = { start: { line: 0, character: 0 }, end: { line: 1_000_000, character: 0 } };

/** A journal of its own, so that what is written stays there. */
function journal(name = 'student'): string {
  const folder = path.join(emptyFolder(), 'journal');
  fs.cpSync(path.join(ROOT, 'fixtures', 'journals', name), folder, { recursive: true });
  return folder;
}

/** The same program in a terminal, in the journal's folder. */
function typed(folder: string, ...args: string[]): { stdout: string; stderr: string; status: number | null } {
  const env = { ...process.env, COFFEECHAT_TODAY: TODAY, HOME: folder, XDG_CONFIG_HOME: path.join(folder, '.none') };
  return spawnSync(PROGRAM, args, { cwd: folder, env, encoding: 'utf8' });
}

interface Linted {
  rule: string;
  severity: 'error' | 'warning' | 'advice';
  message: string;
  help: string | null;
  url?: string;
  span: { start: { offset: number }; end: { offset: number } };
}

/** What `lint` says of a file, as an editor would show it. */
function linted(folder: string, file: string, encoding: Encoding) {
  const report = JSON.parse(typed(folder, 'lint', '--format', 'json', '--exit-zero').stdout);
  const note = report.notes.find((each: { path: string }) => path.join(folder, each.path) === file);
  const bytes = fs.readFileSync(file);
  const text = bytes.toString('utf8');
  const place = (offset: number) => positionAt(text, bytes.subarray(0, offset).toString('utf8').length, encoding);
  const found = ((note?.diagnostics ?? []) as Linted[]).map((each) => ({
    source: 'coffeechat',
    code: each.rule,
    severity: { error: 1, warning: 2, advice: 3 }[each.severity],
    message: each.help === null || each.help === '' ? each.message : `${each.message}\n\n${each.help}`,
    start: place(each.span.start.offset),
    end: place(each.span.end.offset),
    href: each.url,
  }));
  return sorted(found);
}

function published(diagnostics: readonly Diagnostic[]) {
  const found = diagnostics.map((each) => ({
    source: each.source,
    code: each.code,
    severity: each.severity as number,
    message: typeof each.message === 'string' ? each.message : '',
    start: each.range.start,
    end: each.range.end,
    href: each.codeDescription?.href,
  }));
  return sorted(found);
}

function sorted<Found>(found: Found[]): Found[] {
  const key = (each: Found) => JSON.stringify(each);
  return found.sort((one, other) => (key(one) < key(other) ? -1 : 1));
}

const rules = (diagnostics: readonly Diagnostic[]) => diagnostics.map((each) => String(each.code)).sort();

suite('the language server', { skip: skip(), timeout: 120_000 }, () => {
  afterEach(endAll);

  for (const encoding of ['utf-16', 'utf-8'] as const) {
    test(`shows for every note what lint says (${encoding})`, async () => {
      let seen = 0;
      for (const name of fs.readdirSync(path.join(ROOT, 'fixtures', 'journals'))) {
        const folder = journal(name);
        const session = await Session.begin(folder, encoding);
        assert.equal(session.answer.capabilities.positionEncoding ?? 'utf-16', encoding);
        const files = fs
          .readdirSync(folder, { recursive: true, encoding: 'utf8' })
          .filter((each) => /\.(?:md|markdown)$/.test(each))
          .map((each) => path.join(folder, each));
        for (const file of files) {
          const uri = await session.open(file);
          const found = published(await session.diagnostics(uri));
          assert.deepEqual(found, linted(folder, file, encoding), file);
          seen += found.length;
        }
        assert.equal(await session.end(), 0);
      }
      assert.ok(seen > 3, `${seen} findings were compared`);
    });
  }

  test('places behind letters that are long in one of the encodings', async () => {
    const folder = journal();
    const file = path.join(folder, 'networking', '2026-11-18-lena.md');
    fs.writeFileSync(
      file,
      '---\nlevel: II # 🙂 é 魚\ncontact: "🙂 魚" # 🙂\nchanel: call # 🙂\r\nstatus: planned\n---\n\n# 🙂 x\n\n🙂 ## Questions\n',
    );
    for (const encoding of ['utf-16', 'utf-8'] as const) {
      const session = await Session.begin(folder, encoding);
      const uri = await session.open(file);
      const found = published(await session.diagnostics(uri));
      assert.ok(found.length > 0, 'something is found');
      assert.deepEqual(found, linted(folder, file, encoding));
      await session.end();
    }
  });

  test('a conversation with an editor: open, mend, complete, hover, mark, save, close', async () => {
    const folder = journal();
    const file = path.join(folder, 'networking', '2026-11-18-lena.md');
    const session = await Session.begin(folder);
    const uri = await session.open(file);
    assert.deepEqual(rules(await session.diagnostics(uri)), ['date-style', 'missing-takeaway', 'unknown-field']);

    // A quick fix that is safe is preferred, and takes its finding away.
    const misspelt = session.range(uri, 'chanel');
    const fixes = (await session.actions(uri, misspelt)).filter((each) => each.kind === 'quickfix');
    const preferred = fixes.find((each) => each.isPreferred);
    assert.ok(preferred?.edit !== undefined, JSON.stringify(fixes));
    session.apply(preferred.edit);
    assert.match(session.text(uri), /^channel: coffee$/m);
    assert.deepEqual(rules(await session.diagnostics(uri)), ['date-style', 'missing-takeaway']);

    // What is offered behind `status:` are the activity's statuses, with what they mean.
    await session.replace(uri, 'status: done', 'status: ');
    const range = session.range(uri, 'status: ');
    const statuses = await session.connection.sendRequest<{ name: string; meaning: string }[]>('coffeechat/statuses', {
      uri,
    });
    const offered = await session.completions(uri, range.end);
    assert.deepEqual(offered.map((item) => item.label).sort(), statuses.map((status) => status.name).sort());
    const talked = offered.find((item) => item.label === 'talked');
    assert.ok(talked !== undefined);
    const edit = talked.textEdit;
    if (edit !== undefined && 'range' in edit) await session.type(uri, [edit]);
    else
      await session.type(uri, [
        { range: { start: range.end, end: range.end }, newText: talked.insertText ?? talked.label },
      ]);
    assert.match(session.text(uri), /^status: talked$/m);

    // A hover over a finding says what `explain` says.
    await session.diagnostics(uri);
    const takeaway = session.range(uri, '💡 Key takeaways');
    const explained = await session.hover(uri, { line: takeaway.start.line, character: takeaway.start.character + 3 });
    assert.match(explained, /missing-takeaway/);
    assert.match(await session.hover(uri, session.range(uri, 'level').start), /level/i);

    // Typing what was missing leaves the date alone.
    await session.replace(uri, '💡 Key takeaways\n', '💡 Key takeaways\n\nRead one manual a week.\n');
    const left = rules(await session.diagnostics(uri));
    assert.ok(!left.includes('missing-takeaway'), left.join());
    assert.ok(left.includes('date-style'), left.join());

    // All that is safe, when it is saved.
    const [all, ...more] = await session.actions(uri, WHOLE, 'source.fixAll.coffeechat');
    assert.deepEqual(more, []);
    assert.equal(all?.kind, 'source.fixAll.coffeechat');
    fs.writeFileSync(file, session.text(uri));
    typed(folder, 'lint', '--fix', '--exit-zero', file);
    assert.ok(all?.edit !== undefined);
    session.apply(all.edit);
    assert.equal(session.text(uri), fs.readFileSync(file, 'utf8'), 'as lint --fix mends it');
    await session.save(uri);
    assert.deepEqual(published(await session.diagnostics(uri)), linted(folder, file, 'utf-16'));

    await session.close(uri);
    await session.until(() => session.shown.get(uri)?.diagnostics.length === 0, 'nothing shown of what is closed');
    assert.equal(await session.end(), 0);
    assert.doesNotMatch(session.stderr, /panic/i);
  });

  test('marks a note as the command does, from the lens and with a day', async () => {
    const folder = journal();
    const file = path.join(folder, 'networking', '2026-11-30-noor.md');
    const session = await Session.begin(folder);
    const uri = await session.open(file);
    await session.diagnostics(uri);
    const before = session.text(uri);
    const [lens] = await session.lenses(uri);
    assert.equal(lens?.range.start.line, 0);
    assert.equal(lens?.command?.command, 'coffeechat.mark');
    const [named, status] = lens?.command?.arguments ?? [];
    assert.equal(named, uri);
    assert.match(lens?.command?.title ?? '', new RegExp(String(status)));
    await session.execute('coffeechat.mark', uri, String(status));
    assert.equal(typed(folder, 'mark', file, String(status)).status, 0);
    assert.notEqual(session.text(uri), before);
    assert.equal(session.text(uri), fs.readFileSync(file, 'utf8'));

    await session.execute('coffeechat.mark', uri, 'scheduled', '2026-12-04');
    typed(folder, 'mark', file, 'scheduled', '--date', '2026-12-04');
    assert.equal(session.text(uri), fs.readFileSync(file, 'utf8'));
    assert.match(session.text(uri), /2026-12-04/);

    const kept = session.text(uri);
    await session.execute('coffeechat.mark', uri, 'nowhere').then(
      () => assert.ok(session.messages.length > 0, 'a refusal is said'),
      (error: Error) => assert.match(error.message, /nowhere/),
    );
    assert.equal(session.text(uri), kept);
    await session.end();
  });

  test('adopts what is in the editor as the command does, and says where there is nothing to do', async () => {
    const folder = journal();
    const file = path.join(folder, 'networking', 'grace.md');
    fs.writeFileSync(
      file,
      '# Coffee with Grace Hopper\n\nLevel: II\nDate: 2026-11-20\n\n## Questions\n\n- What did you read?\n\n## Notes\n\nManuals.\n\n## Takeaway\n\nRead.\n',
    );
    const session = await Session.begin(folder);
    const uri = await session.open(file);
    await session.diagnostics(uri);
    await session.execute('coffeechat.adopt', uri);
    typed(folder, 'adopt', '--write', file);
    assert.match(session.text(uri), /^---\n/);
    assert.equal(session.text(uri), fs.readFileSync(file, 'utf8'));
    const adopted = session.text(uri);
    await session.diagnostics(uri);
    await session.execute('coffeechat.adopt', uri);
    await session.until(() => session.messages.length > 0, 'a word on why nothing was done');
    assert.equal(session.text(uri), adopted);
    await session.end();
  });

  test('tells levels and statuses to who asks for lists', async () => {
    const folder = journal();
    const session = await Session.begin(folder);
    const uri = await session.open(path.join(folder, 'networking', '2026-11-18-lena.md'));
    for (const params of [{ uri }, { uri: uri.replace(/\/networking\/.*/, '') }, {}]) {
      const levels = await session.connection.sendRequest<{ name: string; meaning: string }[]>(
        'coffeechat/levels',
        params,
      );
      assert.equal(levels.length, 3, JSON.stringify(params));
      for (const level of levels) {
        assert.ok(level.meaning.length > 5);
        const made = typed(
          folder,
          'new',
          `--level=${level.name}`,
          '--contact=Ada',
          '--no-input',
          '--print-path',
          '--another',
        );
        assert.equal(made.status, 0, `${level.name}: ${made.stderr}`);
        // What the extension asks for before: only strangers are junior or senior.
        const seniorities = senioritiesIn(typed(folder, ...questions(level.name)).stdout);
        assert.deepEqual(seniorities, level === levels[2] ? ['junior', 'senior'] : []);
      }
    }
    await session.end();
  });

  test('leaves a file in peace that is not a note', async () => {
    const folder = journal();
    const session = await Session.begin(folder);
    const uri = await session.open(path.join(folder, 'docs', 'talks.md'), '# Talks\n\n## Questions\n\n-\n');
    assert.deepEqual(await session.diagnostics(uri), []);
    assert.deepEqual(await session.lenses(uri), []);
    assert.deepEqual(await session.symbols(uri), []);
    assert.deepEqual(await session.completions(uri, { line: 4, character: 1 }), []);
    assert.deepEqual(await session.actions(uri, WHOLE), []);
    assert.equal(await session.hover(uri, { line: 2, character: 5 }), '');
    await session.end();
  });

  test('shows the parts of a note', async () => {
    const folder = journal();
    const session = await Session.begin(folder);
    const uri = await session.open(path.join(folder, 'networking', '2026-11-18-lena.md'));
    const symbols = await session.symbols(uri);
    const names = symbols.flatMap((each) => [each.name, ...(each.children ?? []).map((child) => child.name)]);
    assert.ok(
      names.some((name) => name.includes('Lena')),
      names.join(),
    );
    assert.ok(
      names.some((name) => name.includes('takeaways')),
      names.join(),
    );
    await session.end();
  });

  test('shows a mistake in the settings at its place, and takes the settings anew when they are mended', async () => {
    const folder = journal();
    const file = path.join(folder, 'coffeechat.toml');
    const before = fs.readFileSync(file, 'utf8');
    const session = await Session.begin(folder);
    const note = await session.open(path.join(folder, 'networking', '2026-11-18-lena.md'));
    assert.ok(rules(await session.diagnostics(note)).includes('date-style'));
    const uri = await session.open(file, `${before}\nmodul-start = 2026-11-09\n`, 'plaintext');
    const [wrong] = await session.diagnostics(uri);
    assert.equal(wrong?.severity, DiagnosticSeverity.Error);
    assert.equal(wrong?.range.start.line, before.split('\n').length);
    await session.replace(uri, 'modul-start = 2026-11-09', '[rules]\ndate-style = "off"');
    assert.deepEqual(await session.diagnostics(uri), []);
    fs.writeFileSync(file, session.text(uri));
    await session.save(uri);
    await session.until(
      () => !rules(session.shown.get(note)?.diagnostics ?? []).includes('date-style'),
      'the rule is off',
    );
    await session.end();
  });

  suite('ends', () => {
    test('with 1 where nobody asked it to shut down first', async () => {
      const session = await Session.begin(journal());
      await session.connection.sendNotification(ExitNotification.type);
      assert.equal(await session.exit, 1);
    });

    test('with 0 where the editor is gone', async () => {
      const folder = journal();
      const session = await Session.begin(folder);
      await session.open(path.join(folder, 'networking', '2026-11-18-lena.md'));
      session.process.stdin?.end();
      assert.equal(await session.exit, 0);
    });
  });
});

test('the editor that is played counts as the protocol does', () => {
  const text = 'a🙂b\r\nc魚\rd\ne';
  assert.deepEqual(positionAt(text, 3, 'utf-16'), { line: 0, character: 3 });
  assert.deepEqual(positionAt(text, 3, 'utf-8'), { line: 0, character: 5 });
  assert.deepEqual(positionAt(text, text.indexOf('d'), 'utf-8'), { line: 2, character: 0 });
  const at = (line: number, character: number) => ({ line, character });
  const edits = [
    { range: { start: at(1, 1), end: at(1, 4) }, newText: 'X' },
    { range: { start: at(0, 5), end: at(0, 99) }, newText: '' },
  ];
  assert.equal(edited(text, edits, 'utf-8'), 'a🙂\r\ncX\rd\ne');
});
