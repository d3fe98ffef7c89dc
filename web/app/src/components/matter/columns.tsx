import type { TableColumnType } from 'antd';
import { Link } from 'react-router';
import type { MatterKind } from '../../api/client';
import { matterPath } from '../../api/matters';
import { formatTime } from '../../i18n/format';
import { useT } from '../../i18n/i18n';
import { MatterTag } from './MatterTag';

interface Listed {
  id: string;
  no: string;
  name: string;
  archivalCode: string;
  state: string;
  stateLabel: string;
  createdAt: string;
}

/** The columns that tables of every kind of matter share. */
export function useMatterColumns<M extends Listed>(kindOf: MatterKind | ((matter: M) => MatterKind), lateDays: (matter: M) => number) {
  const t = useT();
  const path = (matter: M) => matterPath(typeof kindOf === 'string' ? kindOf : kindOf(matter), matter.id);
  return {
    no: { key: 'no', title: t('matter.no'), width: 185, render: (_, matter) => <Link to={path(matter)} className="mono nowrap"><b>{matter.no}</b></Link> },
    dossier: { key: 'dossier', title: t('matter.dossier'), width: 160, render: (_, { name, archivalCode }) => <>{name}<div className="muted mono nowrap">{archivalCode}</div></> },
    state: { key: 'state', title: t('common.state'), width: 200, render: (_, matter) => <MatterTag matter={{ ...matter, lateDays: lateDays(matter) }} /> },
    createdAt: { key: 'createdAt', title: t('matter.begun'), width: 160, render: (_, matter) => <span className="nowrap">{formatTime(matter.createdAt)}</span> },
  } satisfies Record<string, TableColumnType<M>>;
}
