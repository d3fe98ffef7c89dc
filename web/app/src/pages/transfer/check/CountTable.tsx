import { InputNumber } from 'antd';
import type { RosterCount } from '../../../api/client';
import { useT } from '../../../i18n/i18n';
import { counts } from './checkDraft';
import type { CheckDraft } from './checkDraft';

interface Props {
  counted: CheckDraft['counted'];
  roster: RosterCount;
  onChange: (counted: CheckDraft['counted']) => void;
}

/** What the roster says beside what was counted. */
export function CountTable({ counted, roster, onChange }: Props) {
  const t = useT();
  return (
    <table className="count-table">
      <thead>
        <tr><th />{counts.map((name) => <th key={name} scope="col">{t(`form.${name}`)}</th>)}</tr>
      </thead>
      <tbody>
        <tr><th scope="row">{t('check.roster')}</th>{counts.map((name) => <td key={name}>{roster[name]}</td>)}</tr>
        <tr>
          <th scope="row">{t('check.counted')}</th>
          {counts.map((name) => (
            <td key={name}>
              <InputNumber
                value={counted[name]}
                min={0}
                max={99999}
                precision={0}
                controls={false}
                status={counted[name] !== null && counted[name] !== roster[name] ? 'warning' : ''}
                aria-label={`${t('check.counted')} ${t(`form.${name}`)}`}
                onChange={(value) => onChange({ ...counted, [name]: value })}
              />
            </td>
          ))}
        </tr>
      </tbody>
    </table>
  );
}
