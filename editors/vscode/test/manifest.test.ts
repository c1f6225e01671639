// The manifest against the sources, the repository, and what the program prints.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { suite, test } from 'node:test';
import { FIRST, isOlder } from '../src/version';
import { EXTENSION, PROGRAM, ROOT, skip } from './program';

const manifest = JSON.parse(fs.readFileSync(path.join(EXTENSION, 'package.json'), 'utf8'));
const readme = fs.readFileSync(path.join(EXTENSION, 'README.md'), 'utf8');

test('there is one version, and the first one that has a server is not a later one', () => {
  const cargo = fs.readFileSync(path.join(ROOT, 'Cargo.toml'), 'utf8');
  assert.equal(manifest.version, /^version = "(.*)"$/m.exec(cargo)?.[1]);
  assert.equal(isOlder(manifest.version, FIRST), false);
  const lock = JSON.parse(fs.readFileSync(path.join(EXTENSION, 'package-lock.json'), 'utf8'));
  assert.deepEqual([lock.version, lock.packages[''].version], [manifest.version, manifest.version]);
});

test('each dependency has one exact version, and the bundle needs one alone', () => {
  assert.deepEqual(Object.keys(manifest.dependencies), ['vscode-languageclient']);
  for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
    assert.match(String(version), /^\d+\.\d+\.\d+$/, name);
  }
});

test('the lock names no address but the public one', () => {
  const lock = JSON.parse(fs.readFileSync(path.join(EXTENSION, 'package-lock.json'), 'utf8'));
  const packages = Object.entries<{ resolved?: string; integrity?: string }>(lock.packages).filter(([name]) => name);
  assert.ok(packages.length > 100, 'the lock is there');
  for (const [name, { resolved, integrity }] of packages) {
    assert.ok(resolved === undefined || resolved.startsWith('https://registry.npmjs.org/'), `${name}: ${resolved}`);
    assert.match(integrity ?? '', /^sha512-/, name);
  }
});

test('a folder cannot name the program: the setting is the machine’s, and nothing is told about anybody', () => {
  const setting = manifest.contributes.configuration.properties['coffeechat.path'];
  assert.equal(setting.scope, 'machine');
  assert.equal(setting.default, '');
  assert.deepEqual(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations, ['coffeechat.path']);
});

test('the section that a button opens is there', () => {
  const source = fs.readFileSync(path.join(EXTENSION, 'src', 'service.ts'), 'utf8');
  const section = /const SECTION = '(.*)'/.exec(source)?.[1] ?? '';
  const headings = readme.match(/^## .*$/gm) ?? [];
  assert.ok(
    headings.some((heading) => heading.slice(3).toLowerCase().replaceAll(' ', '-') === section),
    section,
  );
});

test('the README names each command by its title', () => {
  for (const { title, category } of manifest.contributes.commands) {
    assert.ok(readme.includes(`\`${category}: ${title}\``), title);
  }
});

suite('the problem matcher', () => {
  const [matcher] = manifest.contributes.problemMatchers;
  const { regexp, ...groups } = matcher.pattern;
  const pattern = new RegExp(regexp);

  /** What VS Code makes of a line; undefined where it shows nothing. */
  function seen(line: string) {
    const match = pattern.exec(line);
    if (match === null) return undefined;
    return Object.fromEntries(Object.entries<number>(groups).map(([name, group]) => [name, match[group]]));
  }

  test('reads each finding of the snapshot, and no other line', () => {
    const lines = fs.readFileSync(path.join(ROOT, 'tests', 'formats', 'concise.txt'), 'utf8').split('\n');
    const findings = lines.filter((line) => / (?:error|warning|advice): .*\]$/.test(line));
    assert.ok(findings.length >= 3, 'the snapshot has findings');
    assert.deepEqual(
      lines.filter((line) => seen(line) !== undefined),
      findings,
    );
  });

  test('takes a line apart', () => {
    const line =
      'C:\\my: notes\\a [b].md:5:1: warning: `chanel` [x] is: odd (did you mean `channel`?) [unknown-field, --fix]';
    assert.deepEqual(seen(line), {
      file: 'C:\\my: notes\\a [b].md',
      line: '5',
      column: '1',
      severity: 'warning',
      message: '`chanel` [x] is: odd (did you mean `channel`?)',
      code: 'unknown-field',
    });
    assert.equal(seen('a.md:1:2: advice: Text [some-rule, --unsafe-fixes]')?.code, 'some-rule');
    assert.equal(seen('4 notes: 1 complete, 2 open, 1 needs work; 1 error, 1 warning, 2 advice.'), undefined);
  });

  test('counts what the program counts, and knows each of its words for how grave it is', { skip: skip() }, () => {
    const lint = (format: string) => {
      const args = ['lint', path.join(ROOT, 'fixtures'), '--format', format, '--exit-zero', '--today', '2026-11-23'];
      const options = { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 } as const;
      try {
        return execFileSync(PROGRAM, args, options);
      } catch (error) {
        // A journal among the fixtures that cannot be read ends it with 2, and the report is there.
        return (error as { stdout: string }).stdout;
      }
    };
    const notes: { diagnostics: { rule: string; severity: string }[] }[] = JSON.parse(lint('json')).notes;
    const found = notes.flatMap((note) => note.diagnostics.map((each) => `${each.severity} ${each.rule}`));
    assert.ok(found.length > 100, `${found.length} findings`);
    const shown = lint('concise')
      .split('\n')
      .map((line) => seen(line))
      .filter((each) => each !== undefined)
      .map((each) => `${each.severity} ${each.code}`);
    assert.deepEqual(shown, found);
  });
});
