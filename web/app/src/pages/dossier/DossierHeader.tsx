import { EditOutlined, EnvironmentOutlined, ExportOutlined, HistoryOutlined, SafetyCertificateOutlined, SendOutlined, TagsOutlined } from '@ant-design/icons';
import { Alert, App, Button, Space, Tag } from 'antd';
import { useState } from 'react';
import type { Dossier } from '../../api/client';
import { asProblem } from '../../api/problem';
import { useReleaseDossier } from '../../api/dossiers';
import { AccessLog } from '../../components/AccessLog';
import { useCustody } from '../../api/matters';
import { LabelDialog } from '../../components/LabelDialog';
import { LinkButton } from '../../components/LinkButton';
import { useT } from '../../i18n/i18n';
import { useCan } from '../../session/session';
import { RequestDialog } from '../loans/request/RequestDialog';
import { CustodyDrawer, Whereabouts } from './CustodyDrawer';
import { HistoryDrawer } from './HistoryDrawer';
import { InspectionDrawer } from './InspectionDrawer';

/** Held by someone outside the storeroom. */
const lent = ['ON_LOAN', 'IN_READING_ROOM', 'LOST'];

interface Props {
  dossier: Dossier;
  pageNo: number | undefined;
  onOpenVersion: (version: number | undefined) => void;
}

export function DossierHeader({ dossier, pageNo, onOpenVersion }: Props) {
  const t = useT();
  const can = useCan();
  const [drawer, setDrawer] = useState<'history' | 'inspection' | 'custody' | 'loan' | 'labels'>();
  const { head, current, released } = dossier;
  const shelved = head.custody === 'IN_STORAGE';
  const close = () => setDrawer(undefined);
  return (
    <>
      <header className="dossier-header">
        <Space wrap>
          <h1>{head.name}</h1>
          <Tag color={shelved ? 'blue' : 'orange'}>{head.custodyLabel}</Tag>
          <Tag color={released ? 'green' : 'orange'}>{t(released ? 'dossier.released' : 'dossier.unreleased')}</Tag>
          <Tag>{t('dossier.version', { version: head.version })}</Tag>
          <span className="muted">{dossier.officeName}</span>
        </Space>
        <Space wrap>
          <Button icon={<EnvironmentOutlined />} onClick={() => setDrawer('custody')}>{t('custody.open')}</Button>
          <Button icon={<HistoryOutlined />} onClick={() => setDrawer('history')}>{t('dossier.history')}</Button>
          <Button icon={<SafetyCertificateOutlined />} onClick={() => setDrawer('inspection')}>{t('dossier.inspection')}</Button>
          <Button icon={<TagsOutlined />} onClick={() => setDrawer('labels')}>{t('labels.title')}</Button>
          {can('access.read') && <AccessLog subject={{ kind: 'dossiers', id: head.id }} />}
          {current && shelved && can('matter.desk') && <Button icon={<ExportOutlined />} onClick={() => setDrawer('loan')}>{t('loan.request')}</Button>}
          {current && !released && can('dossier.release') && <ReleaseButton dossier={dossier} />}
          {current && can('dossier.edit') && (
            <LinkButton type="primary" icon={<EditOutlined />} to={`/dossiers/${head.id}/edit${pageNo ? `?page=${pageNo}` : ''}`}>
              {t('common.edit')}
            </LinkButton>
          )}
        </Space>
      </header>
      {lent.includes(head.custody) && <Away dossierId={head.id} />}
      {!current && (
        <Alert
          banner
          type="warning"
          title={t('dossier.earlier', { version: head.version })}
          action={<Button size="small" onClick={() => onOpenVersion(undefined)}>{t('dossier.toCurrent')}</Button>}
        />
      )}
      <HistoryDrawer
        dossierId={head.id}
        open={drawer === 'history'}
        shownVersion={head.version}
        onOpenVersion={(version) => { close(); onOpenVersion(version); }}
        onClose={close}
      />
      <InspectionDrawer dossierId={head.id} open={drawer === 'inspection'} onClose={close} />
      <CustodyDrawer dossierId={head.id} open={drawer === 'custody'} onClose={close} />
      {drawer === 'loan' && <RequestDialog head={head} onClose={close} />}
      {drawer === 'labels' && <LabelDialog of={{ dossierIds: [head.id] }} onClose={close} />}
    </>
  );
}

/** Who has a dossier that is not on its shelf: whoever opens it is likely to look for the paper. */
function Away({ dossierId }: { dossierId: string }) {
  const custody = useCustody(dossierId, true);
  return custody.data ? <Alert banner type="warning" showIcon={false} title={<Whereabouts custody={custody.data} />} /> : null;
}

function ReleaseButton({ dossier }: { dossier: Dossier }) {
  const t = useT();
  const { modal, message } = App.useApp();
  const release = useReleaseDossier(dossier.head.id);
  const confirm = () =>
    modal.confirm({
      title: t('dossier.releaseTitle'),
      content: t('dossier.releaseHint'),
      okText: t('dossier.release'),
      onOk: () =>
        release.mutateAsync(dossier.head.version).then(
          () => void message.success(t('dossier.released')),
          (error: unknown) => void message.error(asProblem(error).message),
        ),
    });
  return <Button icon={<SendOutlined />} loading={release.isPending} onClick={confirm}>{t('dossier.release')}</Button>;
}
