// Fails when a source file has more than 250 lines: a longer one holds two ideas.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const LIMIT = 250;
const GENERATED = new Set([join('src', 'api', 'schema.ts')]);

const files = readdirSync('src', { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(tsx?|css|js)$/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name))
  .filter((file) => !GENERATED.has(file));
const tooLong = files
  .map((file) => ({ file, lines: readFileSync(file, 'utf8').split('\n').length - 1 }))
  .filter(({ lines }) => lines > LIMIT);

for (const { file, lines } of tooLong)
  console.error(`${file}: ${lines} lines, at most ${LIMIT} are allowed. Split it by noun.`);
if (tooLong.length > 0) process.exit(1);
console.log(`${files.length} files, none over ${LIMIT} lines.`);
