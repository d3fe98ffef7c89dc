import createClient from 'openapi-fetch';
import { toProblem } from './problem';
import type { components, paths } from './schema';

export const api = createClient<paths>({ baseUrl: '/api/v1', credentials: 'same-origin' });

type Schemas = components['schemas'];
export type SessionUser = Schemas['SessionUser'];
export type Grant = Schemas['Grant'];
export type SearchRequest = Schemas['SearchRequest'];
export type SearchFilters = Schemas['SearchFilters'];
export type SearchResult = Schemas['SearchResult'];
export type SearchHit = Schemas['SearchHit'];
export type Highlight = Schemas['Highlight'];
export type Facet = Schemas['Facet'];
export type Suggestion = Schemas['Suggestion'];
export type DossierHead = Schemas['DossierHead'];
export type Dossier = Schemas['Dossier'];
export type Material = Schemas['Material'];
export type MaterialFields = Schemas['MaterialFields'];
export type MaterialClass = Schemas['MaterialClass'];
export type Page = Schemas['Page'];
export type EditOperation = Schemas['EditOperation'];
export type RecordVersion = Schemas['RecordVersion'];
export type Inspection = Schemas['Inspection'];
export type Violation = Schemas['Violation'];
export type Ingest = Schemas['Ingest'];
export type IngestState = Ingest['state'];
export type IngestItem = Schemas['IngestItem'];
export type ItemVerdict = Schemas['ItemVerdict'];
export type ManifestFile = Schemas['ManifestFile'];
export type Office = Schemas['Office'];
export type Division = Schemas['Division'];
export type Scheme = Schemas['Scheme'];
export type Rule = Schemas['Rule'];
export type User = Schemas['User'];
export type CreatedUser = Schemas['CreatedUser'];
export type AuditEntry = Schemas['AuditEntry'];
export type Enterprise = Schemas['Enterprise'];
export type EnterpriseFields = Schemas['EnterpriseFields'];
export type EnterpriseLevel = Schemas['EnterpriseLevel'];
export type Token = Schemas['Token'];
export type NewToken = Schemas['NewToken'];
export type SpecialCategory = Schemas['SpecialCategory'];
export type Person = Schemas['Person'];
export type PersonQuery = Schemas['PersonQuery'];
export type PersonDetail = Schemas['PersonDetail'];
export type PersonChange = Schemas['PersonChange'];
export type PersonRegistration = Schemas['PersonRegistration'];
export type Department = Schemas['Department'];
export type MatchKind = Schemas['MatchKind'];
export type MatchVerdict = Schemas['MatchVerdict'];
export type ReviewState = Schemas['ReviewState'];
export type MatchInput = Schemas['MatchInput'];
export type MatchRun = Schemas['MatchRun'];
export type MatchRow = Schemas['MatchRow'];
export type TransferCount = Schemas['TransferCount'];
export type PendingCount = Schemas['PendingCount'];
export type OutstandingKind = Schemas['OutstandingKind'];
export type OutstandingLine = Schemas['OutstandingLine'];

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The body of a successful answer; anything else is thrown as an ApiProblem. */
export async function ask<T>(answer: Promise<Answer<T>>): Promise<T> {
  let settled: Answer<T>;
  try {
    settled = await answer;
  } catch (error) {
    // fetch rejects only when no answer came; an aborted request is the caller's own doing.
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw toProblem(undefined, 0);
  }
  if (!settled.response.ok) throw toProblem(settled.error, settled.response.status);
  return settled.data as T;
}

/** The entity tag an edit starts from. */
export function etag(version: number): string {
  return `"${version}"`;
}
