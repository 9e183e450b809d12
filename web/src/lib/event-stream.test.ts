import { describe, expect, it, vi } from 'vitest';
import { EventParser, followEvents, type StreamEvent } from './event-stream';

function streamOf(...pieces: string[]): Response {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece));
      controller.close();
    },
  });
  return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } });
}

describe('reading an event stream', () => {
  it('finds events however the text is cut', () => {
    const text = 'event: change\nid: 7-1\ndata: {"a":\ndata: 1}\n\n: beat\nid: 7-2\n\ndata: x\r\n\r\n';
    for (let cut = 1; cut < text.length; cut++) {
      const parser = new EventParser();
      const events = [...parser.push(text.slice(0, cut)), ...parser.push(text.slice(cut))];
      expect(events, `cut at ${cut}`).toEqual([
        { id: '7-1', type: 'change', data: '{"a":\n1}' },
        { id: '7-2', type: 'message', data: 'x' },
      ]);
    }
  });

  it('remembers the position of a heartbeat', () => {
    const parser = new EventParser();
    expect(parser.push(': beat\nid: 9-9\n\n')).toEqual([]);
    expect(parser.id).toBe('9-9');
  });
});

describe('following an event stream', () => {
  it('resumes after the last event when the connection breaks, and stops when refused', async () => {
    const asked: (string | null)[] = [];
    const answers = [
      () => streamOf('id: 1-1\ndata: a\n\n', 'id: 1-2\nda'),
      () => Promise.reject(new TypeError('network')),
      () => streamOf('id: 1-3\ndata: b\n\n'),
      () => new Response('', { status: 401 }),
    ];
    vi.stubGlobal('fetch', async (_url: string, init: RequestInit) => {
      asked.push(new Headers(init.headers).get('Last-Event-ID'));
      return answers[asked.length - 1]?.();
    });
    const events: StreamEvent[] = [];
    const states: string[] = [];
    const options = {
      url: '/v1/events',
      pauses: [0],
      onEvent: (event: StreamEvent) => events.push(event),
      onState: (state: string) => states.push(state),
    };
    const last = await followEvents(options, new AbortController().signal, null);
    expect(events.map((event) => event.data)).toEqual(['a', 'b']);
    expect(asked).toEqual([null, '1-2', '1-2', '1-3']);
    expect(last).toBe('1-3');
    expect(states).toEqual(['open', 'lost', 'lost', 'open', 'lost']);
    vi.unstubAllGlobals();
  });

  it('ends at once when stopped while waiting', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('network')));
    const controller = new AbortController();
    const options = { url: '/', pauses: [60_000], onEvent: () => {}, onState: () => controller.abort() };
    expect(await followEvents(options, controller.signal, '4-4')).toBe('4-4');
    vi.unstubAllGlobals();
  });
});
