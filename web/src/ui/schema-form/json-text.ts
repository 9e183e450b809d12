const SPACE = /[ \t\n\r]*/y;
const STRING = /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/uy;
const ATOM = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;

/** Reads JSON up to the first place that is none. */
class Reader {
  at = 0;
  constructor(private readonly text: string) {}

  whole(): boolean {
    return this.value() && this.at === this.text.length;
  }

  private take(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    if (!pattern.test(this.text)) return false;
    this.at = pattern.lastIndex;
    return true;
  }

  private sign(wanted: string): boolean {
    this.take(SPACE);
    if (this.text[this.at] !== wanted) return false;
    this.at += 1;
    return true;
  }

  private value(): boolean {
    const read = this.sign('{')
      ? this.members('}', () => this.take(STRING) && this.sign(':') && this.value())
      : this.sign('[')
        ? this.members(']', () => this.value())
        : this.take(STRING) || this.take(ATOM);
    if (read) this.take(SPACE);
    return read;
  }

  private members(end: string, member: () => boolean): boolean {
    if (this.sign(end)) return true;
    do {
      this.take(SPACE);
      if (!member()) return false;
    } while (this.sign(','));
    return this.sign(end);
  }
}

export interface JsonFault {
  /** The offset of the first character that does not fit. */
  at: number;
  line: number;
  column: number;
}

/** Where a text stops being JSON; browsers tell it each in their own words, or not at all. */
export function jsonFault(text: string): JsonFault | null {
  const reader = new Reader(text);
  if (reader.whole()) return null;
  const before = text.slice(0, reader.at).split('\n');
  return { at: reader.at, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
