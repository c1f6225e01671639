// Reads a .vsix, which is a zip file: enough of the format for what vsce writes.

import * as zlib from 'node:zlib';

const END = 0x06054b50;
const ENTRY = 0x02014b50;

/** The files in it: name, bytes, and the mode that Unix gives it. */
export function read(bytes) {
  let end = bytes.length - 22;
  while (end >= 0 && bytes.readUInt32LE(end) !== END) end -= 1;
  if (end < 0) throw new Error('This is no zip file.');
  const files = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let count = bytes.readUInt16LE(end + 10); count > 0; count -= 1) {
    if (bytes.readUInt32LE(at) !== ENTRY) throw new Error('The list of files in it is broken.');
    const method = bytes.readUInt16LE(at + 10);
    const packed = bytes.readUInt32LE(at + 20);
    const [name, extra, comment] = [28, 30, 32].map((place) => bytes.readUInt16LE(at + place));
    const start = bytes.readUInt32LE(at + 42);
    const data = start + 30 + bytes.readUInt16LE(start + 26) + bytes.readUInt16LE(start + 28);
    const body = bytes.subarray(data, data + packed);
    files.push({
      mode: bytes.readUInt32LE(at + 38) >>> 16,
      name: bytes.toString('utf8', at + 46, at + 46 + name),
      bytes: method === 0 ? body : zlib.inflateRawSync(body),
    });
    at += 46 + name + extra + comment;
  }
  return files;
}
