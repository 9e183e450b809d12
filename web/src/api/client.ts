import i18next from 'i18next';
import createClient, { type Middleware } from 'openapi-fetch';
import { ApiError, readProblem } from './error';
import type { paths } from './schema';

type Listener = () => void;
const signedOut = new Set<Listener>();

/** Calls back when the server says that the session is over. */
export function onSignedOut(listener: Listener): () => void {
  signedOut.add(listener);
  return () => signedOut.delete(listener);
}

function isSessionRoute(url: string): boolean {
  return /\/v1\/(session|setup|invitations\/[^/]+)$/.test(new URL(url).pathname);
}

/** What is thrown where no answer came: in our words, for the browser's are neither the person's nor the portal's. */
function unanswered(error: unknown): Error {
  if (error instanceof Error && error.name === 'AbortError') return error;
  return new ApiError({ status: 0, code: 'offline', message: i18next.t('failure.offline') });
}

const failures: Middleware = {
  async onResponse({ request, response }) {
    if (response.ok) return undefined;
    if (response.status === 401 && !isSessionRoute(request.url)) for (const tell of signedOut) tell();
    throw await readProblem(response);
  },
  onError: ({ error }) => unanswered(error),
};

/** The typed client of the server. A failed call throws an ApiError. */
export const api = createClient<paths>({
  baseUrl: window.location.origin,
  credentials: 'same-origin',
  headers: { 'X-Seaway-Portal': '1' },
  fetch: (request) => globalThis.fetch(request),
});
api.use(failures);

/** The body of a call that did not throw. */
export async function answer<T>(call: Promise<{ data?: T }>): Promise<T> {
  const { data } = await call;
  if (data === undefined) throw new ApiError({ status: 0, code: 'empty_answer', message: 'The server sent no body.' });
  return data;
}

/** The trace of a request, under which the bin keeps what it deleted. */
export function tracesOf(response: Response): string[] {
  const trace = response.headers.get('x-trace-id');
  return trace ? [trace] : [];
}

async function post(path: string, init: RequestInit): Promise<Response> {
  const response = await globalThis
    .fetch(new URL(path, window.location.origin), {
      ...init,
      method: 'POST',
      credentials: 'same-origin',
      headers: { ...init.headers, 'X-Seaway-Portal': '1' },
    })
    .catch((error: unknown) => Promise.reject(unanswered(error)));
  if (!response.ok) throw await readProblem(response);
  return response;
}

/** Sends a form with files, which the typed client does not do. */
export async function upload<T>(path: string, form: FormData): Promise<T> {
  return (await (await post(path, { body: form })).json()) as T;
}

/** Sends JSON and hands the answer over as it comes, such as a file that is streamed. */
export function postForFile(path: string, body: unknown, signal: AbortSignal): Promise<Response> {
  return post(path, { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' }, signal });
}
