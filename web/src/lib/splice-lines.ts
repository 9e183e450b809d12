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

/**
 * The source with the lines changed that differ between its two printed forms, before and after a change. Where the
 * source is written unlike the printed form, the nearest lines that are alike bound what is replaced.
 */
export function spliceLines(source: string, before: string, after: string): string {
  const [lines, old, next] = [source.split('\n'), before.split('\n'), after.split('\n')];
  const start = commonStart(old, next);
  const end = commonEnd(old, next, start);
  const inSource = matchLines(old.map(bare), lines.map(bare));
  let first = start;
  while (first > 0 && (inSource[first - 1] ?? -1) < 0) first -= 1;
  let last = old.length - end;
  while (last < old.length && (inSource[last] ?? -1) < 0) last += 1;
  const from = first === 0 ? 0 : (inSource[first - 1] ?? 0) + 1;
  const to = last === old.length ? lines.length : (inSource[last] ?? lines.length);
  const changed = next.slice(first, next.length - (old.length - last));
  return [...lines.slice(0, from), ...changed, ...lines.slice(to)].join('\n');
}
