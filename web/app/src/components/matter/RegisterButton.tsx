import { BookOutlined } from '@ant-design/icons';
import { Button, Popover } from 'antd';
import { useState } from 'react';
import type { MatterKind } from '../../api/client';
import { useT } from '../../i18n/i18n';
import { DateInput, today } from '../DateInput';
import { PaperLink } from './PaperLink';

const yearBegin = () => `${today().slice(0, 4)}-01-01`;

/** The register of all matters of a kind that were begun in a span of days, to be printed. */
export function RegisterButton({ kind }: { kind: MatterKind }) {
  const t = useT();
  return <Popover trigger="click" placement="bottomRight" title={t('register.title')} content={<Span kind={kind} />}><Button icon={<BookOutlined />}>{t('register.open')}</Button></Popover>;
}

function Span({ kind }: { kind: MatterKind }) {
  const t = useT();
  const [from, setFrom] = useState(yearBegin);
  const [to, setTo] = useState(today);
  const query = new URLSearchParams(Object.entries({ from, to }).filter(([, day]) => day));
  return (
    <div className="register-span">
      <DateInput aria-label={t('register.from')} value={from} onChange={setFrom} /> – <DateInput aria-label={t('register.to')} value={to} onChange={setTo} />
      <PaperLink href={`/api/v1/registers/${kind}.pdf?${query.toString()}`}>{t('register.print')}</PaperLink>
    </div>
  );
}
