import { Empty, Spin } from 'antd';
import type { Page } from '../../api/client';
import { usePageTexts } from '../../api/dossiers';
import { useT } from '../../i18n/i18n';
import { markTerms } from '../../lib/markTerms';
import { Pieces } from '../Pieces';
import { ProblemAlert } from '../ProblemAlert';

/** The recognised text of a page, one block for each engine that read it. */
export function TextPanel({ dossierId, page, terms }: { dossierId: string; page: Page; terms: string[] }) {
  const t = useT();
  const texts = usePageTexts(dossierId, page.no, page.hasText);
  return (
    <aside className="text-panel" aria-label={t('viewer.text')}>
      <ProblemAlert error={texts.error} />
      {texts.isLoading && <Spin />}
      {(!page.hasText || texts.data?.length === 0) && <Empty description={t('viewer.noText')} />}
      {page.hasText && texts.data?.map((text) => (
        <article key={text.engine}>
          <h4 className="muted">{text.engine} {text.engineVersion}</h4>
          <p><Pieces pieces={markTerms(text.text, terms)} /></p>
        </article>
      ))}
    </aside>
  );
}
