import { Alert, App, Button, Form, Input, QRCode } from 'antd';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { ProblemAlert } from '../components/ProblemAlert';
import { useT } from '../i18n/i18n';
import { useConfirmTotp, useEnrolTotp, useRemoveTotp, useSessionRefresh, useSessionUser } from './session';

/** One's own second factor: enrolling in three steps, or ending it. */
export function SecondFactor({ onDone }: { onDone?: () => void }) {
  const { secondFactor } = useSessionUser();
  const [codes, setCodes] = useState<string[]>();
  const refresh = useSessionRefresh();
  if (codes) {
    // The session is read anew only now: a page that waits for the enrolment would go away with the codes.
    const close = () => {
      refresh();
      onDone?.();
    };
    return <RecoveryCodes codes={codes} onKept={close} />;
  }
  return secondFactor.enrolled ? <Removal codesLeft={secondFactor.recoveryCodes} onDone={onDone} /> : <Enrolment onConfirmed={setCodes} />;
}

function Enrolment({ onConfirmed }: { onConfirmed: (codes: string[]) => void }) {
  const t = useT();
  const enrol = useEnrolTotp();
  const confirm = useConfirmTotp();
  if (!enrol.data) {
    return (
      <Form<{ password: string }> layout="vertical" requiredMark={false} onFinish={({ password }) => enrol.mutate(password)}>
        <p>{t('totp.why')}</p>
        <Form.Item name="password" label={t('password.current')} rules={[{ required: true, message: t('common.required') }]}>
          <Input.Password autoComplete="current-password" maxLength={256} />
        </Form.Item>
        <ProblemAlert error={enrol.error} />
        <Button type="primary" htmlType="submit" block loading={enrol.isPending}>{t('totp.begin')}</Button>
      </Form>
    );
  }
  return (
    <CodeForm
      label={t('login.code')}
      submit={t('totp.confirm')}
      pending={confirm.isPending}
      error={confirm.error}
      onCode={(code) => confirm.mutate(code, { onSuccess: (answer) => onConfirmed(answer.codes) })}
    >
      <p>{t('totp.scan')}</p>
      <QRCode value={enrol.data.uri} type="svg" size={200} className="spaced" />
      <p className="mono">{enrol.data.secret.replace(/(.{4})(?=.)/g, '$1 ')}</p>
    </CodeForm>
  );
}

function RecoveryCodes({ codes, onKept }: { codes: string[]; onKept: () => void }) {
  const t = useT();
  return (
    <>
      <h3>{t('totp.codes')}</h3>
      <p>{t('totp.codesHint')}</p>
      <ul className="mono">{codes.map((code) => <li key={code}>{code}</li>)}</ul>
      <Button type="primary" block onClick={onKept}>{t('totp.kept')}</Button>
    </>
  );
}

function Removal({ codesLeft, onDone }: { codesLeft: number; onDone?: (() => void) | undefined }) {
  const t = useT();
  const { message } = App.useApp();
  const remove = useRemoveTotp();
  const removed = () => {
    message.success(t('totp.removed'));
    onDone?.();
  };
  return (
    <CodeForm
      label={t('login.code')}
      submit={t('totp.remove')}
      pending={remove.isPending}
      error={remove.error}
      onCode={(code) => remove.mutate(code, { onSuccess: removed })}
    >
      <Alert type={codesLeft > 2 ? 'success' : 'warning'} showIcon className="spaced" title={t('totp.enrolled', { count: codesLeft })} />
      <p>{t('totp.renew')}</p>
    </CodeForm>
  );
}

interface CodeFormProps {
  label: string;
  submit: string;
  pending: boolean;
  error: unknown;
  onCode: (code: string) => void;
  children: ReactNode;
}

function CodeForm({ label, submit, pending, error, onCode, children }: CodeFormProps) {
  const t = useT();
  return (
    <Form<{ code: string }> layout="vertical" requiredMark={false} onFinish={({ code }) => onCode(code)}>
      {children}
      <Form.Item name="code" label={label} rules={[{ required: true, whitespace: true, message: t('common.required') }]}>
        <Input autoComplete="one-time-code" maxLength={32} />
      </Form.Item>
      <ProblemAlert error={error} />
      <Button type="primary" htmlType="submit" block loading={pending}>{submit}</Button>
    </Form>
  );
}

/** The field for a code when signing in. */
export function CodeField() {
  const t = useT();
  return (
    <Form.Item name="code" label={t('login.code')} extra={t('login.codeHint')} rules={[{ required: true, whitespace: true, message: t('common.required') }]}>
      <Input autoFocus autoComplete="one-time-code" maxLength={32} size="large" />
    </Form.Item>
  );
}
