const BLOCK = 512;
const LEFT_OUT = new Set(['.git', 'node_modules', '.venv', '__pycache__']);
const TAKEN = /\.(ya?ml|json|md|txt|graphql|gql|proto|avsc)$/i;

/** Packs files as a tar, with the paths they have in the folder that was chosen. */
export async function packed(files: readonly File[], name: string): Promise<File> {
  const parts: BlobPart[] = [];
  for (const file of files) {
    const path = file.webkitRelativePath || file.name;
    if (!TAKEN.test(path) || path.split('/').some((part) => LEFT_OUT.has(part))) continue;
    parts.push(...header(path, file.size), file, new Uint8Array((BLOCK - (file.size % BLOCK)) % BLOCK));
  }
  parts.push(new Uint8Array(2 * BLOCK));
  return new File(parts, `${name}.tar`, { type: 'application/x-tar' });
}

/** The header of a file; a path over 100 bytes is written before it, as GNU's tar does. */
function header(path: string, size: number): Uint8Array<ArrayBuffer>[] {
  const name = new TextEncoder().encode(path);
  if (name.length <= 100) return [block(name, size, '0')];
  const padded = new Uint8Array(Math.ceil((name.length + 1) / BLOCK) * BLOCK);
  padded.set(name);
  const long = block(new TextEncoder().encode('././@LongLink'), name.length + 1, 'L');
  return [long, padded, block(name.slice(0, 100), size, '0')];
}

function block(name: Uint8Array, size: number, type: string): Uint8Array<ArrayBuffer> {
  const made = new Uint8Array(BLOCK);
  const write = (at: number, text: string) => made.set(new TextEncoder().encode(text), at);
  made.set(name);
  write(100, '0000644\0');
  write(108, '0000000\0');
  write(116, '0000000\0');
  write(124, `${size.toString(8).padStart(11, '0')}\0`);
  write(136, '00000000000\0');
  write(148, '        ');
  write(156, type);
  write(257, 'ustar  \0');
  const sum = made.reduce((total, byte) => total + byte, 0);
  write(148, `${sum.toString(8).padStart(6, '0')}\0 `);
  return made;
}
