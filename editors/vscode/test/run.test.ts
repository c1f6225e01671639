// Starts programs for a moment: small scripts that end well, badly, late, or never.

import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { suite, test } from 'node:test';
import { examine, run, type Start } from '../src/program';
import { emptyFolder } from './program';

const NO_SHELL = process.platform === 'win32' ? 'the programs of these tests are shell scripts' : false;

function script(lines: string): Start {
  const cwd = emptyFolder();
  const program = path.join(cwd, 'a program');
  fs.writeFileSync(program, `#!/bin/sh\n${lines}\n`, { mode: 0o755 });
  return { program, cwd, env: { ...process.env } };
}

suite('a program that is run', { skip: NO_SHELL, timeout: 60_000 }, () => {
  test('gets its arguments as they stand, and its exit code is told', async () => {
    const start = script('printf "%s|" "$@"; echo no >&2; exit 3');
    const answer = await run(start, ['$(touch x)', '', "a'b", '--']);
    assert.deepEqual(answer, { code: 3, stdout: "$(touch x)||a'b|--|", stderr: 'no\n' });
    assert.deepEqual(fs.readdirSync(start.cwd), ['a program']);
  });

  test('that waits for somebody to type sees the end', async () => {
    assert.deepEqual(await run(script('cat; echo end'), []), { code: 0, stdout: 'end\n', stderr: '' });
  });

  test('that never answers is ended, and that is said', async () => {
    const answer = await run(script('exec sleep 60'), [], 200);
    assert.deepEqual(answer, { code: undefined, stdout: '', stderr: 'it did not answer within 0.2 seconds' });
  });

  test('that prints without end is ended, and that is said', async () => {
    const answer = await run(script('exec yes'), []);
    assert.equal(answer.code, undefined);
    assert.equal(answer.stderr, 'it printed more than could be read');
  });

  test('that dies says of what', async () => {
    assert.equal((await run(script('kill -9 $$'), [])).stderr, 'it was ended by SIGKILL');
  });

  test('that is not there is said, and nothing is thrown', async () => {
    const answer = await run({ ...script(''), program: '/nowhere/coffeechat' }, []);
    assert.equal(answer.code, undefined);
    assert.match(answer.stderr, /ENOENT/);
    const nul = await run({ ...script(''), program: 'a\0b' }, []);
    assert.equal(nul.code, undefined);
    assert.notEqual(nul.stderr, '');
  });

  test('is broken where it says no version, with its own words for why', async () => {
    assert.deepEqual(await examine(script('echo "no library" >&2; exit 127')), { kind: 'broken', why: 'no library' });
    assert.deepEqual(await examine(script('exit 4')), { kind: 'broken', why: 'exit code 4' });
  });
});
