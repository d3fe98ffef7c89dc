import { CloseOutlined, LeftOutlined } from '@ant-design/icons';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useStartScreen } from '../../api/readingRoom';
import { asProblem } from '../../api/problem';
import { useT } from '../../i18n/i18n';
import { LanguageSwitch } from '../../layout/UserMenu';
import { useWindowKeys } from '../../lib/keys';

const digits = 8;
const pad = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** Where a visit begins: the code from the desk, typed on a keyboard or by touch. `over`: a visit has just ended here. */
export function CodeEntry({ over }: { over: boolean }) {
  const t = useT();
  const [code, setCode] = useState('');
  const start = useStartScreen();
  const type = (digit: string) => {
    start.reset();
    setCode((typed) => (typed + digit).slice(0, digits));
  };
  const erase = () => setCode((typed) => typed.slice(0, -1));
  const submit = () => {
    if (code.length === digits && !start.isPending) start.mutate(code, { onError: () => setCode('') });
  };
  useWindowKeys((event) => {
    if (/^\d$/.test(event.key)) type(event.key);
    else if (event.key === 'Backspace') erase();
    else if (event.key === 'Enter') submit();
    else return;
    event.preventDefault(); // or Enter would also press the button that has the focus
  });
  return (
    <section className="code-entry">
      <h1>{t('screen.title')}</h1>
      {over && !code && !start.error && <Alert type="info" showIcon title={t('screen.over')} description={t('screen.overHint')} />}
      <p className="code-prompt">{t('screen.code')}</p>
      <output className="code-digits" aria-label={t('screen.code')} aria-live="polite">
        {Array.from({ length: digits }, (_, at) => <span key={at} className={at === code.length ? 'code-next' : ''}>{code[at] ?? ''}</span>)}
      </output>
      <div role="status" className="code-problem">{start.error && <Alert type="error" showIcon title={asProblem(start.error).message} />}</div>
      <div className="code-pad">
        {pad.map((digit) => <Button key={digit} size="large" onClick={() => type(digit)}>{digit}</Button>)}
        <Button size="large" icon={<CloseOutlined />} aria-label={t('screen.clear')} onClick={() => setCode('')} />
        <Button size="large" onClick={() => type('0')}>0</Button>
        <Button size="large" icon={<LeftOutlined />} aria-label={t('screen.erase')} onClick={erase} />
      </div>
      <Button type="primary" size="large" className="code-start" disabled={code.length < digits} loading={start.isPending} onClick={submit}>{t('screen.start')}</Button>
      <p className="muted">{t('screen.codeHint')}</p>
      <LanguageSwitch />
    </section>
  );
}
