import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { answer, api, onSignedOut, upload } from './client';
import { ApiError } from './error';

const asked: Request[] = [];
let reply: () => Response | Promise<Response>;

beforeEach(() => {
  asked.length = 0;
  vi.stubGlobal('fetch', async (request: Request) => {
    asked.push(request);
    return reply();
  });
});
afterEach(() => vi.unstubAllGlobals());

const json =
  (status: number, body: object, headers = {}) =>
  () =>
    new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json', ...headers } });

const read = () =>
  answer(
    api.GET('/v1/blueprints/{blueprint}/entities/{entity}', {
      params: { path: { blueprint: 'service', entity: 'default/a+b %' } },
    }),
  );

describe('a call to the server', () => {
  it('encodes identifiers and says that it comes from the portal', async () => {
    reply = json(200, { ok: true, entity: { identifier: 'x' } });
    await read();
    expect(new URL(asked[0]?.url ?? '').pathname).toBe('/v1/blueprints/service/entities/default%2Fa%2Bb%20%25');
    expect(asked[0]?.headers.get('X-Seaway-Portal')).toBe('1');
  });

  it('throws what the server says, with its code, details and request id', async () => {
    const problem = {
      ok: false,
      error: 'invalid_property',
      message: 'replicas must be a number',
      details: { path: 'x' },
    };
    reply = json(422, problem, { 'X-Trace-Id': 'abc' });
    const error = await read().catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 422, code: 'invalid_property', traceId: 'abc', details: { path: 'x' } });
  });

  it('bears an answer that is not ours, such as a proxy’s page', async () => {
    reply = () => new Response('<h1>Bad gateway</h1>', { status: 502, statusText: 'Bad Gateway' });
    await expect(read()).rejects.toMatchObject({ status: 502, code: 'unexpected_answer', message: '502 Bad Gateway' });
  });

  it('names a server that cannot be reached', async () => {
    reply = () => Promise.reject(new TypeError('Failed to fetch'));
    const unreached = { status: 0, code: 'offline', message: 'The server cannot be reached.' };
    await expect(read()).rejects.toMatchObject(unreached);
    await expect(upload('/v1/imports', new FormData())).rejects.toMatchObject(unreached);
  });

  it('tells when the session is over, but not when signing in fails', async () => {
    const told = vi.fn();
    const stop = onSignedOut(told);
    reply = json(401, { ok: false, error: 'invalid_credentials', message: 'no' });
    await api.POST('/v1/session', { body: { email: 'a@b.example', password: 'x' } }).catch(() => null);
    expect(told).not.toHaveBeenCalled();
    await read().catch(() => null);
    expect(told).toHaveBeenCalledOnce();
    stop();
  });
});
