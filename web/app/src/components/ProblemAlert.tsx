import { Alert, Button } from 'antd';
import { asProblem } from '../api/problem';
import { useT } from '../i18n/i18n';

interface Props {
  error: unknown;
  onRetry?: () => void;
  /** Takes what someone else saved in place of what was typed. */
  onReload?: () => void;
}

/** A refusal of the server: what it says, the fields it names, and the two codes an administrator asks for. */
export function ProblemAlert({ error, onRetry, onReload }: Props) {
  const t = useT();
  if (!error) return null;
  const problem = asProblem(error);
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      className="spaced"
      title={problem.message}
      description={
        <>
          {problem.fields.length > 0 && (
            <ul className="problem-fields">
              {problem.fields.map((field) => (
                <li key={field.name + field.message}><Field {...field} /></li>
              ))}
            </ul>
          )}
          <small className="muted">
            {problem.code}
            {problem.requestId && <> · {t('problem.request', { id: problem.requestId })}</>}
          </small>
        </>
      }
      action={(onRetry ?? onReload) && <Button size="small" onClick={onRetry ?? onReload}>{t(onRetry ? 'common.retry' : 'common.takeTheirs')}</Button>}
    />
  );
}

/** Names of persons and fields go first; those only programs use come after what people are to read. */
function Field({ name, message }: { name: string; message: string }) {
  if (/^[\x21-\x7e]*$/.test(name)) return <>{message} <small className="muted">{name}</small></>;
  return <><b>{name}</b> {message}</>;
}
