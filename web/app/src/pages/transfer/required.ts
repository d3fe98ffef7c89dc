import { useT } from '../../i18n/i18n';

/** The rule of a form field that must not stay empty. */
export function useRequired() {
  const t = useT();
  return [{ required: true, message: t('common.required') }];
}
