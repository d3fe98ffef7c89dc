import { Card, Descriptions, Table } from 'antd';
import type { AgreementTerms } from '../../../api/client';
import { useT } from '../../../i18n/i18n';
import { articles } from './terms';

/** The terms to read. */
export function TermsText({ terms }: { terms: AgreementTerms }) {
  const t = useT();
  return (
    <Card size="small" title={t('agreement.terms')}>
      <Descriptions
        size="small"
        column={{ xs: 1, md: 5 }}
        items={[
          { key: 'persons', label: t('terms.persons'), children: terms.persons },
          { key: 'volumes', label: t('terms.volumes'), children: terms.volumes },
          { key: 'gapDays', label: t('terms.gapDays'), children: terms.gapDays },
          { key: 'copies', label: t('terms.copies'), children: terms.copies },
          { key: 'later', label: t('terms.ecopyLaterBy'), children: terms.ecopyLaterBy || t('terms.withPaper') },
        ]}
      />
      {terms.plan.length > 0 && (
        <Table
          rowKey="at"
          size="small"
          pagination={false}
          className="spaced plan-table"
          dataSource={terms.plan.map((step, at) => ({ ...step, at }))}
          columns={[{ title: t('terms.planOn'), dataIndex: 'on' }, { title: t('terms.persons'), dataIndex: 'persons' }, { title: t('terms.volumes'), dataIndex: 'volumes' }]}
        />
      )}
      <dl className="articles">
        {articles.map(({ name, title }) => <div key={name}><dt>{t(title)}</dt><dd>{terms[name] || '—'}</dd></div>)}
      </dl>
    </Card>
  );
}
