/** A line of a text that both sides have, or one of them. */
export interface DiffLine {
  mark: ' ' | '-' | '+';
  text: string;
}

/** Beyond this many comparisons, one side is shown after the other. */
const MOST_COMPARISONS = 400_000;
const CONTEXT = 2;

/** What changed between two texts, line by line, with a little around it; a gap is a line without text. */
export function lineDiff(before: string, after: string): DiffLine[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  let end = 0;
  while (end < old.length - start && end < now.length - start && old.at(-1 - end) === now.at(-1 - end)) end++;
  const common = (lines: string[]): DiffLine[] => lines.map((text) => ({ mark: ' ', text }));
  const middle = between(old.slice(start, old.length - end), now.slice(start, now.length - end));
  return shortened([...common(old.slice(0, start)), ...middle, ...common(old.slice(old.length - end))]);
}

/** The longest common lines, by the table that everyone knows. */
function between(old: string[], now: string[]): DiffLine[] {
  if (old.length * now.length > MOST_COMPARISONS) {
    return [...old.map((text) => ({ mark: '-', text }) as const), ...now.map((text) => ({ mark: '+', text }) as const)];
  }
  const width = now.length + 1;
  const longest = new Uint32Array((old.length + 1) * width);
  const at = (row: number, column: number) => longest[row * width + column] ?? 0;
  for (let row = old.length - 1; row >= 0; row--) {
    for (let column = now.length - 1; column >= 0; column--) {
      const same = old[row] === now[column];
      longest[row * width + column] = same
        ? at(row + 1, column + 1) + 1
        : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const lines: DiffLine[] = [];
  let [row, column] = [0, 0];
  while (row < old.length || column < now.length) {
    if (row < old.length && column < now.length && old[row] === now[column]) {
      lines.push({ mark: ' ', text: old[row] ?? '' });
      row++;
      column++;
    } else if (column >= now.length || (row < old.length && at(row + 1, column) >= at(row, column + 1))) {
      lines.push({ mark: '-', text: old[row++] ?? '' });
    } else {
      lines.push({ mark: '+', text: now[column++] ?? '' });
    }
  }
  return lines;
}

const GAP: DiffLine = { mark: ' ', text: '⋯' };

function shortened(lines: DiffLine[]): DiffLine[] {
  const near = (index: number) =>
    lines.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(({ mark }) => mark !== ' ');
  return lines.flatMap((line, index) => {
    if (near(index)) return [line];
    return index === 0 || near(index - 1) ? [GAP] : [];
  });
}
