interface ErrorParts {
  status: number;
  code: string;
  message: string;
  details?: Record<string, unknown>;
  traceId?: string | null;
}

/** What the server answered instead of success. Status 0: it did not answer at all. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: Record<string, unknown>;
  readonly traceId: string | null;

  constructor(parts: ErrorParts) {
    super(parts.message);
    this.name = 'ApiError';
    this.status = parts.status;
    this.code = parts.code;
    this.details = parts.details ?? {};
    this.traceId = parts.traceId ?? null;
  }
}

/** Reads the error envelope; anything else, such as a proxy's page, becomes an error of its own. */
export async function readProblem(response: Response): Promise<ApiError> {
  const traceId = response.headers.get('X-Trace-Id');
  const body: unknown = await response.json().catch(() => null);
  const problem = (body ?? {}) as { error?: string; message?: string; details?: Record<string, unknown> };
  return new ApiError({
    status: response.status,
    code: problem.error ?? 'unexpected_answer',
    message: problem.message ?? `${response.status} ${response.statusText}`.trim(),
    details: problem.details,
    traceId,
  });
}

export function isStatus(error: unknown, ...statuses: number[]): error is ApiError {
  return error instanceof ApiError && statuses.includes(error.status);
}
