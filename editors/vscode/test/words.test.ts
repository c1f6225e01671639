// What is typed, what is read from the answers, and what is said.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { newNote, pathIn, questions, senioritiesIn } from '../src/arguments';
import { looksLikeNote } from '../src/notes';
import { isOlder, versionIn } from '../src/version';
import { plain, type Trouble, told } from '../src/words';

suite('the arguments of a new note', () => {
  const ENDS = ['--no-input', '--print-path', '--color=never'];

  test('all that was answered', () => {
    const args = newNote({ level: 'cold contact', contact: 'Grace Hopper', seniority: 'senior' });
    assert.deepEqual(args, ['new', '--level=cold contact', '--contact=Grace Hopper', '--seniority=senior', ...ENDS]);
  });

  test('what was left open is left out', () => {
    assert.deepEqual(newNote({ contact: 'Ada' }), ['new', '--contact=Ada', ...ENDS]);
  });

  for (const contact of ['--edit', '-Ada', '$(touch x)', '"; rm -rf ~ #', "a'b`c`|d>e", '%PATH%', '魚 & Co']) {
    test(`a name is one argument, whatever it holds: ${contact}`, () => {
      assert.deepEqual(newNote({ level: 'mentor', contact })[2], `--contact=${contact}`);
    });
  }
});

test('for whom questions differ, each once', () => {
  assert.deepEqual(questions('-2'), ['questions', '--level=-2', '--format=json', '--color=never']);
  const printed = JSON.stringify({
    questions: [{ seniority: 'senior' }, { seniority: null }, {}, { seniority: 'senior' }],
  });
  assert.deepEqual(senioritiesIn(printed), ['senior']);
  assert.deepEqual(senioritiesIn('{"version":1,"questions":[]}'), []);
  for (const odd of [
    '',
    'warning: x\n{}',
    '{}',
    'null',
    '{"questions":{}}',
    '{"questions":[null,{"seniority":7},"x"]}',
  ]) {
    assert.deepEqual(senioritiesIn(odd), [], odd);
  }
});

test('the path that is printed is one line, with all the blanks it has', () => {
  assert.equal(pathIn('networking/2026-11-26-ada.md\n'), 'networking/2026-11-26-ada.md');
  assert.equal(pathIn('my notes /ada.md\r\n'), 'my notes /ada.md');
  assert.equal(pathIn('networking/ada.md'), 'networking/ada.md');
  assert.equal(pathIn(''), undefined);
  assert.equal(pathIn('\n'), undefined);
  assert.equal(pathIn('Made networking/ada.md\nDate: today\n'), undefined);
});

suite('versions', () => {
  test('are read from what the program prints, and from no other one', () => {
    assert.equal(versionIn('coffeechat 0.1.0\n'), '0.1.0');
    assert.equal(versionIn('coffeechat 1.20.3-rc.1\r\n'), '1.20.3-rc.1');
    for (const other of ['', 'coffee 1.0.0', 'coffeechat', 'Coffeechat server 1.0.0 (chat)', 'x\ncoffeechat 0.1.0\n']) {
      assert.equal(versionIn(other), undefined, other);
    }
  });

  test('are compared by their numbers', () => {
    assert.equal(isOlder('0.9.0', '0.10.0'), true);
    assert.equal(isOlder('0.10.0', '0.9.9'), false);
    assert.equal(isOlder('1.0.0', '1.0.0'), false);
    assert.equal(isOlder('0.0.9', '0.1.0'), true);
    assert.equal(isOlder('2.0.0', '1.9.9'), false);
    assert.equal(isOlder('0.1.0-rc.1', '0.1.0'), false);
  });
});

suite('whether a missing program is worth a word', () => {
  test('it is for notes', () => {
    assert.equal(looksLikeNote('/j/networking/2026-11-26-ada.md', ''), true);
    assert.equal(looksLikeNote('/gist/networking-2026-11-26-ada.md', ''), true);
    assert.equal(looksLikeNote('/c:/j/networking/2026/ada.md', ''), true);
    assert.equal(looksLikeNote('/j/ada.md', '---\nlevel: 2\ncontact: Ada\n---\n'), true);
    assert.equal(looksLikeNote('/j/ada.md', '\uFEFF---\r\ndate: today\r\ncontact: Ada\r\n---\r\n'), true);
    assert.equal(looksLikeNote('/j/ada.md', '---\ncontact: Ada'), true);
  });

  test('it is not for what else is Markdown', () => {
    assert.equal(looksLikeNote('/code/README.md', '# Hello\n\nlevel: 2\n'), false);
    assert.equal(looksLikeNote('/code/docs/networking.md', '# Sockets\n'), false);
    assert.equal(looksLikeNote('/code/my-networking/x.md', ''), false);
    assert.equal(looksLikeNote('/blog/post.md', '---\ntitle: x\n---\n\nlevel: 2\n'), false);
    assert.equal(looksLikeNote('/blog/post.md', 'text\n---\nlevel: 2\n---\n'), false);
  });
});

suite('what is said', () => {
  test('text of others is one plain line, and makes no link', () => {
    assert.equal(plain('a\u001b[31m\nb\u202ec\u0007'), 'a [31m b c');
    assert.equal(plain('[click](command:workbench.action.quit)'), '[click] (command:workbench.action.quit)');
    assert.equal(plain(`${'x'.repeat(500)}`).length, 402);
  });

  const program = '/usr/bin/[coffee](command:x)';
  const all: Trouble[] = [
    { kind: 'missing' },
    { kind: 'wrong-setting', setting: '[a](command:x)', isRelative: true },
    { kind: 'wrong-setting', setting: '[a](command:x)', isRelative: false },
    { kind: 'too-old', version: '0.0.1', program },
    { kind: 'another', program },
    { kind: 'broken', why: '[a](command:x)', program },
    { kind: 'failed', why: '[a](command:x)', program },
    { kind: 'ended', why: '[a](command:x)', program },
  ];
  for (const trouble of all) {
    test(`of ${trouble.kind}: what to do, and no link of others`, () => {
      const { message, buttons } = told(trouble);
      assert.ok(buttons.includes('look-again'), 'each can be tried again');
      assert.ok(!message.includes(']('), message);
      assert.ok(message.length > 40, message);
    });
  }

  test('what is missing says both ways to get it', () => {
    const { message } = told({ kind: 'missing' });
    assert.match(message, /pipx install coffeechat\b/);
    assert.match(message, /npm install --global coffeechat\b/);
  });
});
