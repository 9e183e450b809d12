/** Above this many cells the lines between two texts are not matched one by one. */
const MAX_CELLS = 4_000_000;

function commonStart(a: string[], b: string[]): number {
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at += 1;
  return at;
}

function commonEnd(a: string[], b: string[], start: number): number {
  let at = 0;
  while (at < a.length - start && at < b.length - start && a[a.length - 1 - at] === b[b.length - 1 - at]) at += 1;
  return at;
}

/** For each line of `a`, the line of `b` that it is, or -1: a longest common subsequence. */
export function matchLines(a: string[], b: string[]): number[] {
  const found = new Array<number>(a.length).fill(-1);
  const start = commonStart(a, b);
  const end = commonEnd(a, b, start);
  for (let at = 0; at < start; at += 1) found[at] = at;
  for (let at = 1; at <= end; at += 1) found[a.length - at] = b.length - at;
  const [rows, columns] = [a.length - start - end, b.length - start - end];
  if (rows * columns === 0 || rows * columns > MAX_CELLS) return found;
  const width = columns + 1;
  const best = new Uint32Array((rows + 1) * width);
  const cell = (row: number, column: number) => best[row * width + column] ?? 0;
  for (let row = rows - 1; row >= 0; row -= 1) {
    for (let column = columns - 1; column >= 0; column -= 1) {
      const same = a[start + row] === b[start + column];
      const longer = same ? cell(row + 1, column + 1) + 1 : Math.max(cell(row + 1, column), cell(row, column + 1));
      best[row * width + column] = longer;
    }
  }
  let [row, column] = [0, 0];
  while (row < rows && column < columns) {
    if (a[start + row] === b[start + column]) {
      found[start + row] = start + column;
      row += 1;
      column += 1;
    } else if (cell(row + 1, column) >= cell(row, column + 1)) row += 1;
    else column += 1;
  }
  return found;
}

/** A line without its spaces, which are what a printer writes differently. */
function bare(line: string): string {
  return line.replace(/\s+/g, '');
}

/** A place between lines, in two texts that say the same: the lines before it correspond, and those after it. */
export type Seam = readonly [printed: number, source: number];

/** All places where the two texts can be cut: those given, and around every line that is alike between two of them. */
function seamsOf(printed: string[], source: string[], given: readonly Seam[]): Seam[] {
  const seams: Seam[] = [[0, 0]];
  const [ends, whole]: [Seam[], Seam] = [[...given], [printed.length, source.length]];
  for (const [to, until] of [...ends, whole]) {
    const [from, since] = seams.at(-1) ?? [0, 0];
    if (to < from || until < since) continue;
    const found = matchLines(printed.slice(from, to).map(bare), source.slice(since, until).map(bare));
    for (const [at, line] of found.entries()) {
      if (line >= 0) seams.push([from + at, since + line], [from + at + 1, since + line + 1]);
    }
    seams.push([to, until]);
  }
  return seams;
}

interface Hunk {
  from: number;
  to: number;
  lines: string[];
}

/** Which lines of `a` to replace by which, for `b`. */
function hunksOf(a: string[], b: string[]): Hunk[] {
  const hunks: Hunk[] = [];
  let [from, next] = [0, 0];
  for (const [at, line] of [...matchLines(a, b), b.length].entries()) {
    if (line < 0) continue;
    if (at > from || line > next) hunks.push({ from, to: at, lines: b.slice(next, line) });
    [from, next] = [at + 1, line + 1];
  }
  return hunks;
}

/** The hunks with their ends at seams; those that meet are one. */
function widened(hunks: Hunk[], printed: string[], seams: readonly Seam[]): Hunk[] {
  const wide: Hunk[] = [];
  for (const { from, to, lines } of hunks) {
    const start = seams.findLast(([at]) => at <= from)?.[0] ?? 0;
    const end = seams.find(([at]) => at >= to)?.[0] ?? printed.length;
    const before = wide.at(-1);
    if (before && start < before.to) {
      before.lines.splice(before.lines.length - (before.to - from), before.to - from, ...lines);
      before.lines.push(...printed.slice(to, end));
      before.to = Math.max(end, before.to);
    } else
      wide.push({ from: start, to: end, lines: [...printed.slice(start, from), ...lines, ...printed.slice(to, end)] });
  }
  return wide;
}

const indentOf = (line = ''): number => line.length - line.trimStart().length;

/** How deep the source is at each depth of the printed form, as what stands around a place shows. */
function depthsAt(place: Hunk, printed: string[], lines: string[], given: readonly Seam[]): Map<number, number> {
  const depths = new Map<number, number>();
  const note = (around: readonly Seam[]) => {
    let least = Number.POSITIVE_INFINITY;
    for (const [at, line] of around) {
      const depth = indentOf(printed[at]);
      if (depth >= least) continue;
      least = depth;
      if (!depths.has(depth)) depths.set(depth, indentOf(lines[line]));
    }
  };
  note(given.filter(([at]) => at >= place.to));
  note(given.filter(([at]) => at < place.from).reverse());
  return depths;
}

/** Printed lines as deep as the source is there. */
function fitted(changed: string[], depths: Map<number, number>): string[] {
  const known = [...depths.keys()].sort((a, b) => b - a);
  return changed.map((line) => {
    if (line.trim() === '') return line;
    const depth = indentOf(line);
    const base = known.find((each) => each <= depth) ?? 0;
    return ' '.repeat((depths.get(base) ?? base) + depth - base) + line.trimStart();
  });
}

/**
 * The source with the lines changed that differ between its two printed forms, before and after a change. Where the
 * source is written unlike the printed form, the nearest seams bound what is replaced.
 */
export function spliceLines(source: string, before: string, after: string, given: readonly Seam[] = []): string {
  const [lines, printed, next] = [source.split('\n'), before.split('\n'), after.split('\n')];
  const seams = seamsOf(printed, lines, given);
  const result: string[] = [];
  let kept = 0;
  for (const hunk of widened(hunksOf(printed, next), printed, seams)) {
    const { from, to } = hunk;
    const changed = fitted(hunk.lines, depthsAt(hunk, printed, lines, given));
    const start = seams.findLast(([at]) => at === from)?.[1] ?? kept;
    const end = seams.find(([at, line]) => at === to && line >= start)?.[1] ?? lines.length;
    result.push(...lines.slice(kept, start), ...changed);
    kept = end;
  }
  return [...result, ...lines.slice(kept)].join('\n');
}
