/** One server-sent event. */
export interface StreamEvent {
  id: string | null;
  type: string;
  data: string;
}

/** Splits a text/event-stream as it arrives; lines may be cut anywhere between chunks. */
export class EventParser {
  /** The last id named, also by a heartbeat without data. */
  id: string | null = null;
  private rest = '';
  private type = '';
  private data: string[] = [];

  /** Takes the next piece of text and returns the events it completes. */
  push(text: string): StreamEvent[] {
    const lines = (this.rest + text).split(/\r\n|\n|\r(?!$)/);
    this.rest = lines.pop() ?? '';
    return lines.map((line) => this.line(line)).filter((event) => event !== null);
  }

  private line(line: string): StreamEvent | null {
    if (line === '') return this.finish();
    const colon = line.indexOf(':');
    if (colon === 0) return null;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') this.data.push(value);
    else if (field === 'event') this.type = value;
    else if (field === 'id' && !value.includes('\0')) this.id = value;
    return null;
  }

  private finish(): StreamEvent | null {
    const event =
      this.data.length > 0 ? { id: this.id, type: this.type || 'message', data: this.data.join('\n') } : null;
    this.type = '';
    this.data = [];
    return event;
  }
}

export interface StreamOptions {
  url: string;
  onEvent: (event: StreamEvent) => void;
  /** Told whenever the connection comes or goes. */
  onState: (state: 'open' | 'lost') => void;
  /** Pauses between attempts, in milliseconds; the last one repeats. */
  pauses?: number[];
}

const PAUSES = [500, 1000, 2000, 5000, 15000];

/**
 * Follows an event stream until stopped, and resumes after the last event seen.
 *
 * EventSource cannot send Last-Event-ID when it is opened anew, as after a pause in a hidden tab; fetch can.
 */
export function followEvents(
  options: StreamOptions,
  signal: AbortSignal,
  lastId: string | null,
): Promise<string | null> {
  return new Follower(options, signal, lastId).run();
}

class Follower {
  private failures = 0;

  constructor(
    private readonly options: StreamOptions,
    private readonly signal: AbortSignal,
    private lastId: string | null,
  ) {}

  async run(): Promise<string | null> {
    const pauses = this.options.pauses ?? PAUSES;
    while (!this.signal.aborted) {
      const refused = await this.connect();
      if (refused || this.signal.aborted) break;
      this.options.onState('lost');
      await pause(pauses[Math.min(this.failures, pauses.length - 1)] ?? 1000, this.signal);
      this.failures += 1;
    }
    return this.lastId;
  }

  /** Reads one connection to its end; true when the server will never accept us, as when signed out. */
  private async connect(): Promise<boolean> {
    try {
      const headers: Record<string, string> = { Accept: 'text/event-stream', 'X-Seaway-Portal': '1' };
      if (this.lastId) headers['Last-Event-ID'] = this.lastId;
      const response = await fetch(this.options.url, { headers, signal: this.signal, cache: 'no-store' });
      if (response.status === 401 || response.status === 403) return true;
      if (response.ok && response.body) await this.read(response.body);
    } catch {
      // The connection broke or was stopped: run() decides which.
    }
    return false;
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    this.failures = 0;
    this.options.onState('open');
    const parser = new EventParser();
    const decoder = new TextDecoder();
    const reader = body.getReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      for (const event of parser.push(decoder.decode(piece.value, { stream: true }))) this.options.onEvent(event);
      this.lastId = parser.id ?? this.lastId;
    }
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
