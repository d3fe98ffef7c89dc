import { CheckCircleFilled, CloseCircleFilled, ExclamationCircleFilled } from '@ant-design/icons';
import { Button, Card, Form, Input, Spin } from 'antd';
import { useNavigate, useParams } from 'react-router';
import type { PaperAnswer } from '../../api/client';
import { usePaperAnswer } from '../../api/verification';
import { ProblemAlert } from '../../components/ProblemAlert';
import { Facts } from '../../components/matter/Facts';
import { useT } from '../../i18n/i18n';
import { LanguageSwitch } from '../../layout/UserMenu';
import { useRequiredText } from '../../lib/required';

/** Whoever has a paper of the archive in hand asks here whether it stands; its code comes from the paper or its QR code. */
export function Component() {
  const { code = '' } = useParams();
  const t = useT();
  const navigate = useNavigate();
  const answer = usePaperAnswer(code);
  const ask = (text: string) => {
    if (text === code) void answer.refetch();
    else void navigate(`/verify/${encodeURIComponent(text)}`);
  };
  return (
    <main className="login-page">
      <Card className="verify-card">
        <div className="login-brand">
          <img src="/icon.svg" alt="" width={40} height={40} />
          <h1>{t('verify.title')}</h1>
        </div>
        <Form<{ code: string }> key={code} layout="vertical" requiredMark={false} initialValues={{ code }} onFinish={(values) => ask(values.code.trim())}>
          <Form.Item name="code" label={t('verify.code')} extra={t('verify.codeHint')} rules={useRequiredText()}>
            <Input autoFocus={!code} size="large" className="mono" maxLength={40} autoComplete="off" placeholder="XXXX-XXXX-XXXX-XXXX" />
          </Form.Item>
          <Button {...(answer.data ? {} : { type: 'primary' as const })} htmlType="submit" block size="large" loading={answer.isFetching}>{t('verify.submit')}</Button>
        </Form>
        <div aria-live="polite" className="verify-answer">
          {answer.isLoading && <Spin />}
          <ProblemAlert error={answer.error} />
          {answer.data && !answer.error && <Answer answer={answer.data} />}
        </div>
      </Card>
      <LanguageSwitch />
    </main>
  );
}

const signs = { VALID: CheckCircleFilled, EXPIRED: ExclamationCircleFilled, VOIDED: CloseCircleFilled };

function Answer({ answer: { state, kind, number, office, issuedOn, validUntil, replacedBy } }: { answer: PaperAnswer }) {
  const t = useT();
  const Sign = signs[state];
  return (
    <>
      <p className={`verdict verdict-${state.toLowerCase()}`}><Sign aria-hidden /> {t(`verify.${state}`)}</p>
      <Facts
        column={1}
        rows={[
          [t('verify.kind'), kind],
          [t('verify.number'), <span key="number" className="mono">{number}</span>],
          [t('verify.office'), office],
          [t('verify.issuedOn'), issuedOn],
          [t('verify.validUntil'), validUntil],
          [t('verify.replacedBy'), replacedBy && <span className="mono">{replacedBy}</span>],
        ]}
      />
      <p className="muted">{t('verify.note')}</p>
    </>
  );
}
