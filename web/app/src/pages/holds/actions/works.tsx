import type { Hold } from '../../../api/client';
import { useDecideHold } from '../../../api/holds';
import type { Work } from '../../../components/matter/ActionPanel';
import { DecideForm } from '../../../components/matter/DecideForm';
import { useT } from '../../../i18n/i18n';
import { RequestForm, TransferForm, WithdrawDialog } from './forms';

/** What can be done with a dossier that is held. */
export function useHoldWorks(): Work<Hold>[] {
  const t = useT();
  return [
    { code: 'approve', title: t('matter.approve'), form: Decide, main: true },
    { code: 'requestTransfer', title: t('hold.request'), form: RequestForm, main: true },
    { code: 'transfer', title: t('hold.transfer'), form: TransferForm, main: true },
    { code: 'withdraw', title: t('hold.withdraw'), form: WithdrawDialog, danger: true },
  ];
}

function Decide({ matter }: { matter: Hold }) {
  return <DecideForm decide={useDecideHold(matter)} />;
}
