import type { components } from './schema';

export type ProblemDocument = components['schemas']['Problem'];

/** The answer of the server when it refuses: an RFC 9457 problem whose `code` is stable. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: { name: string; message: string }[];
  readonly requestId: string | undefined;

  constructor(document: ProblemDocument) {
    super(document.title);
    this.name = 'ApiProblem';
    this.status = document.status;
    this.code = document.code;
    this.fields = document.fields ?? [];
    this.requestId = document.requestId;
  }

  /** Someone else saved a newer version than the one this edit started from. */
  get isStale(): boolean {
    return this.status === 412 || (this.status === 409 && /stale|version/.test(this.code));
  }
}

function isProblemDocument(value: unknown): value is ProblemDocument {
  return typeof value === 'object' && value !== null && 'code' in value && 'title' in value;
}

/**
 * Makes a problem of whatever came back: a proxy in between answers HTML, and an interrupted connection answers nothing.
 * Code `client.unreachable` is ours; the server never sends it.
 */
export function toProblem(body: unknown, status: number): ApiProblem {
  if (isProblemDocument(body)) return new ApiProblem({ ...body, status: body.status || status });
  return new ApiProblem({
    type: 'about:blank',
    title: status === 0 ? '无法连接服务器，请检查网络后重试' : `服务器返回了无法识别的答复（${status}）`,
    status,
    code: status === 0 ? 'client.unreachable' : 'client.unexpected',
  });
}

export function asProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  if (error instanceof TypeError) return toProblem(undefined, 0);
  return new ApiProblem({
    type: 'about:blank',
    title: error instanceof Error ? error.message : String(error),
    status: 0,
    code: 'client.error',
  });
}
