// Fails when what a page loads is larger, gzipped, than ux.md §9 allows. Reads the manifest of the last build.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const OUT = join('..', 'server', 'seaway', '_web');
/** In kilobytes of gzip. Initial: what every page loads. */
const INITIAL = { js: 240, css: 46 };
/** Files that are no module: ELK's own worker. */
const WORKERS = [[/elk-worker/, 450]];
/** On top of it, or of the page that loads the part. Document pages hold the YAML model and the validator. */
const CHUNKS = [
  [/yaml-editor-lazy/, 185],
  [/schema-form-lazy/, 110],
  [/chart-lazy/, 195],
  [/markdown-lazy/, 60],
  [/graph-lazy/, 70],
  [/(create|edit)-page/, 70],
  [/builder-form-lazy/, 110],
  [/./, 40],
];

const manifest = JSON.parse(readFileSync(join(OUT, 'manifest.json'), 'utf8'));
const sizes = new Map();
const size = (file) => {
  if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(join(OUT, file)), { level: 9 }).length / 1000);
  return sizes.get(file);
};

function closure(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) closure(next, seen);
  return seen;
}

const total = (files) => [...new Set(files)].reduce((sum, file) => sum + size(file), 0);
const failures = [];
function check(name, kilobytes, limit) {
  console.log(`${name.padEnd(58)} ${kilobytes.toFixed(1).padStart(7)} of ${limit} kB`);
  if (kilobytes > limit) failures.push(`${name}: ${kilobytes.toFixed(1)} kB, at most ${limit} kB are allowed.`);
}

const initial = closure('index.html');
check('initial JavaScript', total([...initial].map((key) => manifest[key].file)), INITIAL.js);
check('initial CSS', total([...initial].flatMap((key) => manifest[key].css ?? [])), INITIAL.css);
const dynamic = Object.entries(manifest).filter(([, chunk]) => chunk.isDynamicEntry);

/** What the shell loads of its own accord once it stands: the menus of its bars. */
const SHELL = ['src/app/shell/new-menu-lazy.tsx', 'src/app/shell/user-menu-lazy.tsx'];
const shell = SHELL.flatMap((key) => [...closure(key)]).filter((key) => !initial.has(key));
check('after it, with every page', total(shell.map((key) => manifest[key].file)), 20);

/** What is surely loaded before a part: what all the chunks that ask for it share. */
function before(key) {
  if (!SHELL.includes(key)) return new Set([...shared(key), ...shell]);
  return initial;
}

function shared(key) {
  const askers = Object.keys(manifest).filter((each) => manifest[each].dynamicImports?.includes(key));
  const loaded = askers.map((each) => closure(each));
  return new Set(
    [...initial, ...(loaded[0] ?? [])].filter((each) => initial.has(each) || loaded.every((all) => all.has(each))),
  );
}

for (const [key] of dynamic) {
  const there = before(key);
  const own = [...closure(key)].filter((each) => !there.has(each)).map((each) => manifest[each].file);
  check(key, total(own), CHUNKS.find(([pattern]) => pattern.test(key))[1]);
}

for (const [pattern, limit] of WORKERS) {
  const file = readdirSync(join(OUT, 'assets')).find((each) => pattern.test(each) && each.endsWith('.js'));
  if (file) check(file, size(join('assets', file)), limit);
  else failures.push(`no file matches ${pattern}`);
}

for (const failure of failures) console.error(failure);
process.exit(failures.length > 0 ? 1 : 0);
