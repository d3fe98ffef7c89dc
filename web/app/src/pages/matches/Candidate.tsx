import { Alert, Button, Card, Space } from 'antd';
import { Link } from 'react-router';
import type { MatchRow, MatchRun, Person } from '../../api/client';
import { usePlaceNames } from '../../api/places';
import { Pieces } from '../../components/Pieces';
import { formatTime } from '../../i18n/format';
import { useT } from '../../i18n/i18n';
import type { MessageKey } from '../../i18n/messages';
import { placePath } from '../../lib/divisions';
import { compare } from './comparison';
import type { ComparedField, Comparison } from './comparison';

interface Props {
  run: MatchRun;
  row: MatchRow;
  busy: boolean;
  onDecide: (confirm: boolean) => void;
}

/** A department's row beside the person of the ledger it may mean. */
export function Candidate({ run, row, busy, onDecide }: Props) {
  const t = useT();
  const { person } = row;
  return (
    <Card
      size="small"
      className="match-candidate"
      title={<>{t('matching.row', { seq: row.seq })} <span className="muted">{row.score > 0 && t('matching.score', { score: row.score })}</span></>}
      extra={person && <Link to={`/persons/${person.id}`}>{t('matching.openPerson')}</Link>}
    >
      {row.reason && <Alert className="spaced" type={row.verdict === 'EXACT' ? 'success' : row.verdict === 'NONE' ? 'info' : 'warning'} title={row.reason} />}
      <SideBySide run={run} row={row} />
      {!person && <p className="muted">{t('matching.noPerson')}</p>}
      {row.review === 'PENDING' && (
        <>
          <p className="muted">{t(`matching.effect.${run.kind}`)}</p>
          <Space wrap>
            <Button type="primary" loading={busy} onClick={() => onDecide(true)}>{t('matching.confirm')}</Button>
            <Button disabled={busy} onClick={() => onDecide(false)}>{t('matching.reject')}</Button>
          </Space>
        </>
      )}
      {row.reviewedAt && <p>{t(`matching.review.${row.review}`)} <span className="muted">{t('matching.reviewedBy', { name: row.reviewedBy, time: formatTime(row.reviewedAt) })}</span></p>}
    </Card>
  );
}

const names: Record<ComparedField, MessageKey> = {
  name: 'common.name', idNumber: 'dossier.idNumber', bornOn: 'dossier.bornOn', residence: 'person.residence', division: 'person.division',
};

function SideBySide({ run, row: { input, person } }: { run: MatchRun; row: MatchRow }) {
  const t = useT();
  const shown = compare(input, person ?? nobody);
  return (
    <table className="side-by-side">
      <thead><tr><th>{t('matching.field')}</th><th>{t('matching.theirs')}</th>{person && <th>{t('matching.ours')}</th>}</tr></thead>
      <tbody>
        {shown.map((comparison) => (
          <tr key={comparison.field} className={comparison.agreement}>
            <th scope="row">{t(names[comparison.field])}</th>
            <td><Side comparison={comparison} pieces={comparison.theirs} /></td>
            {person && <td><Side comparison={comparison} pieces={comparison.ours} /></td>}
          </tr>
        ))}
        <tr><th scope="row">{t(`matching.on.${run.kind}`)}</th><td>{input.on}</td>{person && <td>{run.kind === 'DEATHS' && person.diedOn}</td>}</tr>
        {person && <tr><th scope="row">{t('dossier.employer')}</th><td /><td>{person.enterpriseName}</td></tr>}
        {person && <tr><th scope="row">{t('matching.survival')}</th><td /><td>{(person.survival === 'ALIVE' || person.survival === 'DECEASED') && t(`dossier.survival.${person.survival}`)}</td></tr>}
      </tbody>
    </table>
  );
}

/** Compared with nobody, a row is merely shown. */
const nobody = { name: '', idNumber: '', bornOn: '', residence: '', division: '' } as Person;

function Side({ comparison, pieces }: { comparison: Comparison; pieces: string[] }) {
  const { divisionName } = usePlaceNames();
  if (comparison.field === 'division') return <>{placePath(pieces.join(''), divisionName)}</>;
  return <span className={comparison.field === 'idNumber' ? 'mono' : undefined}><Pieces pieces={pieces} /></span>;
}
