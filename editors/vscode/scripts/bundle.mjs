// How the sources become files that Node can run; shared by what builds, tests and packs.

import * as fs from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

/** The folder of the extension. */
export const HERE = fileURLToPath(new URL('..', import.meta.url));

/** The program that tests run against: the one that is named, else the one in target/ that was built last. */
export function program() {
  if (process.env.COFFEECHAT_BINARY) return path.resolve(process.env.COFFEECHAT_BINARY);
  const name = process.platform === 'win32' ? 'coffeechat.exe' : 'coffeechat';
  const built = ['debug', 'release'].map((kind) => path.join(HERE, '..', '..', 'target', kind, name));
  const age = (file) => fs.statSync(file).mtimeMs;
  const there = built.filter((file) => fs.existsSync(file));
  return there.sort((one, other) => age(other) - age(one))[0];
}

/** VS Code 1.91, the oldest that is supported, runs extensions in Node 20. */
const OPTIONS = {
  absWorkingDir: HERE,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  charset: 'utf8',
  logLevel: 'warning',
};

/** The extension in one file, and the list of what went into it. */
export async function extension() {
  const { metafile } = await esbuild.build({
    ...OPTIONS,
    entryPoints: ['src/extension.ts'],
    outfile: 'dist/extension.js',
    external: ['vscode'],
    minifySyntax: true,
    metafile: true,
  });
  return metafile;
}

/** Each test in a file of its own. `standIns` says which module stands for which. */
export async function tests(entryPoints, outdir, standIns = {}) {
  await esbuild.build({
    ...OPTIONS,
    entryPoints,
    outdir,
    sourcemap: 'inline',
    external: 'vscode' in standIns ? [] : ['vscode'],
    alias: Object.fromEntries(Object.entries(standIns).map(([name, file]) => [name, path.join(HERE, file)])),
  });
}

/** What others wrote and the bundle holds: name, version, licence and its text, in the order of names. */
export function notices(metafile) {
  const folders = new Set();
  for (const input of Object.keys(metafile.inputs)) {
    const folder = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
    if (folder !== undefined) folders.add(folder);
  }
  const parts = [...folders].sort().map((folder) => {
    const about = JSON.parse(fs.readFileSync(path.join(HERE, folder, 'package.json'), 'utf8'));
    const file = fs.readdirSync(path.join(HERE, folder)).find((name) => /^licen[cs]e/i.test(name));
    if (file === undefined) throw new Error(`${about.name} has no licence file, so it cannot be packed.`);
    const text = fs.readFileSync(path.join(HERE, folder, file), 'utf8').trim();
    return `${about.name} ${about.version} (${about.license})\n\n${text}\n`;
  });
  const line = `\n${'-'.repeat(80)}\n\n`;
  return `This extension holds parts that others wrote, under their own licences:\n${line}${parts.join(line)}`;
}
