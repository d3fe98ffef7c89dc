/** Texts of the handover: Chinese, English. Part of messages.ts. */
export const transferMessages = {
  'nav.batches': ['移交批次', 'Batches'],
  'nav.rosters': ['名册导入', 'Rosters'],
  'nav.agreements': ['移交协议', 'Agreements'],
  'nav.natures': ['性质界定', 'Nature forms'],
} as const satisfies Record<string, readonly [string, string]>;
