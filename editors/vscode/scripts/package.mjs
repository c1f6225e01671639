// Packs the extension into out/coffeechat-VERSION.vsix, and looks at what is in it.
//
//   npm run package                                                   for every computer, without the program
//   npm run package -- --program ../../target/release/coffeechat --target linux-x64     with it, for one kind
//
// Exit code 1 where something is in the package that does not belong there, or is missing.

import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as os from 'node:os';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { extension, HERE, notices } from './bundle.mjs';
import { read } from './zip.mjs';

const { values } = parseArgs({ options: { program: { type: 'string' }, target: { type: 'string' } } });
if ((values.program === undefined) !== (values.target === undefined)) {
  console.error('--program and --target go together: a program runs on one kind of computer only.');
  process.exit(2);
}
const inside = (...names) => path.join(HERE, ...names);
const root = path.join(HERE, '..', '..');
const { version } = JSON.parse(fs.readFileSync(inside('package.json'), 'utf8'));

const metafile = await extension();
fs.writeFileSync(inside('ThirdPartyNotices.txt'), notices(metafile));
const licences = ['LICENSE-MIT', 'LICENSE-APACHE'].map((name) => fs.readFileSync(path.join(root, name), 'utf8').trim());
fs.writeFileSync(
  inside('LICENSE.txt'),
  `coffeechat may be used under the MIT license or the Apache License 2.0, as you like.\n\n${licences.join('\n\n')}\n`,
);

const bin = inside('bin');
fs.rmSync(bin, { recursive: true, force: true });
const wanted = [
  '[Content_Types].xml',
  'extension.vsixmanifest',
  'extension/LICENSE.txt',
  'extension/ThirdPartyNotices.txt',
  'extension/dist/extension.js',
  'extension/package.json',
  'extension/readme.md',
];
if (values.program !== undefined) {
  const name = values.target.startsWith('win32') ? 'coffeechat.exe' : 'coffeechat';
  fs.mkdirSync(bin);
  fs.copyFileSync(values.program, path.join(bin, name));
  fs.chmodSync(path.join(bin, name), 0o755);
  wanted.push(`extension/bin/${name}`);
}

const out = inside('out', `coffeechat-${version}${values.target === undefined ? '' : `-${values.target}`}.vsix`);
fs.mkdirSync(inside('out'), { recursive: true });
fs.rmSync(out, { force: true });
const vsce = createRequire(import.meta.url).resolve('@vscode/vsce/vsce');
const target = values.target === undefined ? [] : ['--target', values.target];
const done = spawnSync(
  process.execPath,
  [vsce, 'package', '--no-dependencies', '--allow-unused-files-pattern', '--out', out, ...target],
  {
    cwd: HERE,
    stdio: ['ignore', 'inherit', 'inherit'],
  },
);
if (done.status !== 0) process.exit(done.status ?? 2);

const files = read(fs.readFileSync(out));
const names = files.map((file) => file.name).sort();
const problems = [
  ...names.filter((name) => !wanted.includes(name)).map((name) => `${name} does not belong there`),
  ...wanted.filter((name) => !names.includes(name)).map((name) => `${name} is missing`),
];
// VS Code gives each file the mode that it has in the package, and a program that may not be run is none.
for (const { name, mode } of files.filter((each) => each.name.startsWith('extension/bin/'))) {
  if ((mode & 0o111) !== 0o111 && !name.endsWith('.exe')) problems.push(`${name} may not be run`);
}
// Nothing in it tells of the computer that it was made on, and there is no map of the sources.
const telling = [path.resolve(HERE), os.homedir(), path.resolve(root), 'sourceMappingURL'].filter(
  (text) => text !== '/',
);
for (const file of files.filter((each) => !each.name.startsWith('extension/bin/'))) {
  for (const text of telling) {
    if (file.bytes.includes(text)) problems.push(`${file.name} holds "${text}"`);
  }
}
console.log(`\n${path.relative(process.cwd(), out)}: ${fs.statSync(out).size} bytes`);
for (const name of names) console.log(`  ${name}: ${files.find((file) => file.name === name).bytes.length} bytes`);
for (const problem of problems) console.error(`Not as it should be: ${problem}.`);
process.exitCode = problems.length === 0 ? 0 : 1;
