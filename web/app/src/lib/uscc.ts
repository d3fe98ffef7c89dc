const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'; // GB 32100-2015: no I, O, Z, S, V
const weightBase = 3;
const modulus = 31;

/** `unchecked`: only the check character is wrong; some early codes are valid all the same (rule R11). */
export type UsccVerdict = 'empty' | 'valid' | 'malformed' | 'unchecked';

/** Checks a unified social credit code while it is typed; the server checks again. */
export function checkUscc(code: string): UsccVerdict {
  if (code === '') return 'empty';
  const values = Array.from(code, (character) => alphabet.indexOf(character));
  if (values.length !== 18 || values.includes(-1)) return 'malformed';
  let weight = 1;
  const sum = values.slice(0, 17).reduce((total, value) => {
    const next = total + value * weight;
    weight = (weight * weightBase) % modulus;
    return next;
  }, 0);
  return values[17] === (modulus - (sum % modulus)) % modulus ? 'valid' : 'unchecked';
}

/** What people paste: full-width or small letters, with blanks. */
export function tidyUscc(text: string): string {
  return text.normalize('NFKC').replace(/\s/g, '').toUpperCase();
}
