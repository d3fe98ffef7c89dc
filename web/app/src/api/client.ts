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
export type Recusal = Schemas['Recusal'];
export type RecusalChange = Schemas['RecusalChange'];
export type RecusalDeclaration = Schemas['RecusalDeclaration'];
export type DeclaredRelative = Schemas['DeclaredRelative'];
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
export type Attachment = Schemas['Attachment'];
export type NatureForm = Schemas['NatureForm'];
export type NatureFormFields = Schemas['NatureFormFields'];
export type NatureState = Schemas['NatureState'];
export type Confirmation = Schemas['Confirmation'];
export type NatureDecision = Schemas['NatureDecision'];
export type Roster = Schemas['Roster'];
export type NewRoster = Schemas['NewRoster'];
export type Batch = Schemas['Batch'];
export type BatchState = Schemas['BatchState'];
export type BatchDetail = Schemas['BatchDetail'];
export type LineTally = Schemas['LineTally'];
export type Paper = Schemas['Paper'];
export type Delivery = Schemas['Delivery'];
export type Signoff = Schemas['Signoff'];
export type SignoffFields = Schemas['SignoffFields'];
export type RosterCount = Schemas['RosterCount'];
export type Line = Schemas['Line'];
export type LineState = Schemas['LineState'];
export type LineDetail = Schemas['LineDetail'];
export type LineCheck = Schemas['LineCheck'];
export type LineOutcome = Schemas['LineOutcome'];
export type LineVerdict = Schemas['LineVerdict'];
export type CounterCheck = Schemas['CounterCheck'];
export type Gap = Schemas['Gap'];
export type GapFields = Schemas['GapFields'];
export type GapResolution = Schemas['GapResolution'];
export type InfoForm = Schemas['InfoForm'];
export type Relative = Schemas['Relative'];
export type Agreement = Schemas['Agreement'];
export type AgreementState = Schemas['AgreementState'];
export type AgreementTerms = Schemas['AgreementTerms'];
export type AgreementMove = Schemas['AgreementMove'];
export type SignatureFields = Schemas['SignatureFields'];
export type Signature = Schemas['Signature'];
export type Custody = Schemas['Custody'];
export type CustodyBasis = Schemas['CustodyBasis'];
export type LoanPolicy = Schemas['LoanPolicy'];
export type LoanRequest = Schemas['LoanRequest'];
export type LoanStep = Schemas['LoanStep'];
export type Loan = Schemas['Loan'];
export type LoanState = Schemas['LoanState'];
export type LoanDecision = Schemas['LoanDecision'];
export type LoanRenewal = Schemas['LoanRenewal'];
export type LoanReturn = Schemas['LoanReturn'];
export type VolumeCount = Schemas['VolumeCount'];

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
