import { useT } from '../i18n/i18n';

/** The rule of a form field that must not stay empty. */
export function useRequired() {
  const t = useT();
  return [{ required: true, message: t('common.required') }];
}

/** The same for words: blanks say nothing. */
export function useRequiredText() {
  const t = useT();
  return [{ required: true, whitespace: true, message: t('common.required') }];
}
