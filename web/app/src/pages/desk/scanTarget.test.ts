import { expect, it } from 'vitest';
import { scanTarget } from './scanTarget';

it.each([
  ['JY-210106-2026-0001', { kind: 'matter', no: 'JY-210106-2026-0001' }],
  ['jy-210106-2026-0001', { kind: 'matter', no: 'JY-210106-2026-0001' }],
  ['CY-210106-2026-0007', { kind: 'matter', no: 'CY-210106-2026-0007' }],
  ['YJ-210106-2026-0012', { kind: 'batch', no: 'YJ-210106-2026-0012', line: '' }],
  ['YJ-210106-2026-0012-37', { kind: 'batch', no: 'YJ-210106-2026-0012', line: 'YJ-210106-2026-0012-37' }],
  ['HZ-210106-2026-0003', { kind: 'paper', no: 'HZ-210106-2026-0003' }],
  ['MC-210106-2026-10003', { kind: 'paper', no: 'MC-210106-2026-10003' }],
  ['YS2101-001-000002', { kind: 'search', text: 'YS2101-001-000002' }],
  ['21999919480309001X', { kind: 'search', text: '21999919480309001X' }],
  ['JY-210106-2026', { kind: 'search', text: 'JY-210106-2026' }],
  ['0193F5C8-7B1A-7C3D-9E4F-1234567890AB', { kind: 'dossier', id: '0193f5c8-7b1a-7c3d-9e4f-1234567890ab' }],
])('%s is read by its shape', (code, target) => {
  expect(scanTarget(code)).toEqual(target);
});
