import { Card, Descriptions, Empty, Space, Spin, Timeline } from 'antd';
import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import type { PersonDetail } from '../../api/client';
import { revealPerson, usePerson } from '../../api/people';
import { AccessLog } from '../../components/AccessLog';
import { Masked } from '../../components/Masked';
import { ProblemAlert } from '../../components/ProblemAlert';
import { formatTime } from '../../i18n/format';
import { useLanguage, useT } from '../../i18n/i18n';
import { label, sexes } from '../../i18n/labels';
import { useTrail } from '../../layout/Breadcrumbs';
import { useCan } from '../../session/session';
import { PersonActions } from './PersonActions';
import { PersonTags } from './PersonTags';

export function Component() {
  const { personId = '' } = useParams();
  const can = useCan();
  const person = usePerson(personId);
  useTrail({ title: person.data?.person.name ?? '' });
  if (!person.data) return person.error ? <ProblemAlert error={person.error} onRetry={() => void person.refetch()} /> : <Spin className="page-spin" delay={200} />;
  const { data } = person;
  return (
    <div className="ingest-page">
      <header className="ingest-header">
        <div className="dossier-header person-header">
          <div><h1>{data.person.name} <PersonTags person={data.person} /></h1><span className="muted">{data.where.join(' · ')}</span></div>
          <Space wrap>
            {can('access.read') && <AccessLog subject={{ kind: 'persons', id: data.person.id }} />}
            <PersonActions key={data.person.id} person={data.person} />
          </Space>
        </div>
      </header>
      <div className="person-body">
        <Particulars detail={data} />
        <History events={data.events} />
      </div>
    </div>
  );
}

function Particulars({ detail: { person } }: { detail: PersonDetail }) {
  const t = useT();
  const can = useCan();
  const language = useLanguage();
  const basic: [string, ReactNode][] = [
    [t('dossier.idNumber'), <Masked key={person.id} masked={person.idNumber} mayReveal={can('ledger.edit')} onReveal={(reason) => revealPerson(person.id, reason)} />],
    [t('dossier.sex'), label(sexes, person.sex, language)],
    [t('dossier.bornOn'), person.bornOn],
    [t('dossier.retiredOn'), person.retiredOn],
    [t('dossier.employer'), person.enterpriseName],
    [t('person.hukou'), person.hukou],
    [t('person.residence'), person.residence],
    [t('person.phone'), person.phone],
    [t('person.contact'), person.contact],
    [t('common.remark'), person.remark],
  ];
  const service: [string, ReactNode][] = [
    [t('person.listedOn'), person.listedOn],
    [t('person.receivedLong'), person.receivedOn || <span className="muted">{t('person.notReceived')}</span>],
    [t('person.registeredOn'), person.registeredOn || <span className="warning-text">{t('person.notRegistered')}</span>],
    [t('person.registeredBy'), person.registeredBy],
    [t('person.feedback'), person.feedback],
    [t('dossier.diedOn'), person.diedOn],
    [t('person.deathSource'), person.deathSource],
  ];
  return (
    <Card size="small" className="person-data">
      <Facts title={t('person.basic')} rows={basic} />
      <Facts title={t('person.service')} rows={service} />
    </Card>
  );
}

function Facts({ title, rows }: { title: string; rows: [string, ReactNode][] }) {
  return (
    <Descriptions
      title={title}
      size="small"
      bordered
      className="spaced"
      column={{ xs: 1, lg: 2 }}
      items={rows.filter(([, value]) => value !== '').map(([name, value]) => ({ key: name, label: name, children: value }))}
    />
  );
}

function History({ events }: { events: PersonDetail['events'] }) {
  const t = useT();
  return (
    <Card size="small" title={t('person.history')} className="person-history">
      {events.length === 0 && <Empty description={t('person.noHistory')} />}
      <Timeline
        items={events.map(({ kind, kindLabel, at, actor, note }, index) => ({
          key: index,
          color: kind === 'DEATH' ? 'gray' : 'blue',
          content: <><b>{kindLabel}</b><div>{note}</div><small className="muted">{actor} · {formatTime(at)}</small></>,
        }))}
      />
    </Card>
  );
}
