import { Card } from 'antd';
import type { Certificate } from '../../api/client';
import { useT } from '../../i18n/i18n';

/** What the certificate says, each statement with the places of the dossier it rests on. */
export function CertificateText({ certificate: { opening, closing, statements, conflicts, recipient } }: { certificate: Certificate }) {
  const t = useT();
  if (statements.length === 0) return null;
  return (
    <Card size="small" title={t('certificate.text')} className="certificate-text">
      {recipient && <p>{recipient}：</p>}
      <p className="indented">{opening}</p>
      <ol>
        {statements.map(({ text, citations }, at) => (
          <li key={at}>
            {text}
            <div className="muted">{t('certificate.basis')}{citations.map(({ words }) => words).join('；')}</div>
          </li>
        ))}
      </ol>
      {conflicts && <p><b>{t('certificate.conflicts')}</b> {conflicts}</p>}
      <p className="indented">{closing}</p>
    </Card>
  );
}
