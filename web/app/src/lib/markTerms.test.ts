import { expect, it } from 'vitest';
import { markTerms } from './markTerms';

it.each([
  ['同意退休，批准退休。', ['退休'], ['同意', '退休', '，批准', '退休', '。']],
  ['退休审批表', ['退休', '退休审批'], ['', '退休审批', '表']],
  ['无关', ['退休'], ['无关']],
  ['a.c abc', ['a.c'], ['', 'a.c', ' abc']],
  ['姓𬭚名', ['𬭚'], ['姓', '𬭚', '名']],
  ['全文', ['', ' '], ['全文']],
])('cuts %j by %j', (text, terms, pieces) => expect(markTerms(text, terms)).toEqual(pieces));
