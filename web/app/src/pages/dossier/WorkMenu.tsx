import { DownOutlined, FormOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useState } from 'react';
import type { ComponentType } from 'react';
import type { DossierHead } from '../../api/client';
import { useT } from '../../i18n/i18n';
import type { MessageKey } from '../../i18n/messages';
import { useCan } from '../../session/session';
import type { Permission } from '../../session/session';
import { CertificateDialog } from '../certificates/request/CertificateDialog';
import { RegisterDialog } from '../consultations/register/RegisterDialog';
import { BeginHoldDialog } from '../holds/request/BeginHoldDialog';
import { RequestDialog } from '../loans/request/RequestDialog';
import { ReceiveDialog } from '../outbounds/request/ReceiveDialog';

/** One kind of work that begins at a dossier. */
interface Beginning {
  key: string;
  title: MessageKey;
  permission: Permission;
  custody: readonly string[]; // where the dossier may be
  dialog: ComponentType<{ head: DossierHead; onClose: () => void }>;
}

const shelf = ['IN_STORAGE'] as const;
const atHand = ['IN_STORAGE', 'DECEASED_HOLD'] as const;
const inHouse = ['IN_STORAGE', 'IN_READING_ROOM', 'ON_LOAN', 'UNDER_REARRANGEMENT', 'OUTBOUND_PREPARING', 'DECEASED_HOLD', 'DAMAGED'] as const;

const beginnings: readonly Beginning[] = [
  { key: 'consultation', title: 'consultation.register', permission: 'matter.desk', custody: atHand, dialog: RegisterDialog },
  { key: 'loan', title: 'loan.request', permission: 'matter.desk', custody: shelf, dialog: RequestDialog },
  { key: 'certificate', title: 'certificate.request', permission: 'matter.desk', custody: inHouse, dialog: CertificateDialog },
  { key: 'outbound', title: 'outbound.receive', permission: 'outbound.desk', custody: shelf, dialog: ReceiveDialog },
  { key: 'hold', title: 'hold.begin', permission: 'outbound.desk', custody: shelf, dialog: BeginHoldDialog },
];

/** What can be begun with a dossier that is in the keeping of the office, by those who may. */
export function WorkMenu({ head }: { head: DossierHead }) {
  const t = useT();
  const can = useCan();
  const [open, setOpen] = useState<string>();
  const offered = beginnings.filter(({ permission, custody }) => can(permission) && custody.includes(head.custody));
  const Dialog = offered.find(({ key }) => key === open)?.dialog;
  if (offered.length === 0) return null;
  return (
    <>
      <Dropdown menu={{ items: offered.map(({ key, title }) => ({ key, label: t(title) })), onClick: ({ key }) => setOpen(key) }} trigger={['click']}>
        <Button icon={<FormOutlined />}>{t('matter.begin')} <DownOutlined /></Button>
      </Dropdown>
      {Dialog && <Dialog head={head} onClose={() => setOpen(undefined)} />}
    </>
  );
}
