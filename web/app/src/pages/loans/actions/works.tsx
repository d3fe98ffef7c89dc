import type { Loan } from '../../../api/client';
import { useDecideLoan } from '../../../api/loans';
import type { Work } from '../../../components/matter/ActionPanel';
import { DecideForm } from '../../../components/matter/DecideForm';
import { useT } from '../../../i18n/i18n';
import { CheckOutForm } from './CheckOutForm';
import { LoseDialog, RenewDialog } from './dialogs';
import { ReturnForm } from './ReturnForm';

/** What can be done with a loan. */
export function useLoanWorks(): Work<Loan>[] {
  const t = useT();
  return [
    { code: 'approve', title: t('matter.approve'), form: Decide, main: true },
    { code: 'checkOut', title: t('loan.checkOut'), form: CheckOutForm, main: true },
    { code: 'return', title: t('loan.return'), form: ReturnForm, main: true },
    { code: 'renew', title: t('loan.renew'), form: RenewDialog },
    { code: 'lose', title: t('loan.lose'), form: LoseDialog, danger: true },
  ];
}

function Decide({ matter }: { matter: Loan }) {
  return <DecideForm decide={useDecideLoan(matter)} />;
}
