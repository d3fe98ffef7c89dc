import { Button, Space } from 'antd';
import { useState } from 'react';
import type { Person } from '../../api/client';
import { useWithdrawDeath } from '../../api/people';
import { ReasonDialog } from '../../components/ReasonDialog';
import { useT } from '../../i18n/i18n';
import { useCan } from '../../session/session';
import { ChangeDialog, DeathDialog, RegisterDialog, RouteDialog } from './PersonDialogs';

type Work = 'register' | 'change' | 'route' | 'death' | 'withdraw';

/** What may be done about a person; for the deceased, only to withdraw a mistaken report. */
export function PersonActions({ person }: { person: Person }) {
  const t = useT();
  const can = useCan();
  const [work, setWork] = useState<Work>();
  const close = () => setWork(undefined);
  const deceased = person.survival === 'DECEASED';
  return (
    <Space wrap>
      {can('ledger.edit') && !deceased && <Button type="primary" onClick={() => setWork('register')}>{t('person.register')}</Button>}
      {can('ledger.edit') && <Button onClick={() => setWork('change')}>{t('person.change')}</Button>}
      {can('ledger.route') && !deceased && <Button onClick={() => setWork('route')}>{t('person.route')}</Button>}
      {can('ledger.edit') && !deceased && <Button danger onClick={() => setWork('death')}>{t('person.death')}</Button>}
      {can('ledger.route') && deceased && <Button danger onClick={() => setWork('withdraw')}>{t('person.withdraw')}</Button>}
      {work === 'register' && <RegisterDialog person={person} onClose={close} />}
      {work === 'change' && <ChangeDialog person={person} onClose={close} />}
      {work === 'route' && <RouteDialog person={person} onClose={close} />}
      {work === 'death' && <DeathDialog person={person} onClose={close} />}
      {work === 'withdraw' && <Withdrawal person={person} onClose={close} />}
    </Space>
  );
}

function Withdrawal({ person, onClose }: { person: Person; onClose: () => void }) {
  const t = useT();
  const withdraw = useWithdrawDeath(person);
  return (
    <ReasonDialog
      open
      title={t('person.withdrawTitle', { name: person.name })}
      busy={withdraw.isPending}
      error={withdraw.error}
      onCancel={onClose}
      onConfirm={(reason) => withdraw.mutate(reason, { onSuccess: onClose })}
    />
  );
}
