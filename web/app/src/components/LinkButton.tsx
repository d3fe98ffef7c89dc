import { Button } from 'antd';
import type { ButtonProps } from 'antd';
import { useHref, useNavigate } from 'react-router';
import type { To } from 'react-router';

interface Props extends Omit<ButtonProps, 'href' | 'onClick'> {
  to: To;
}

/** A link that looks like a button: it can be opened in a new tab, and the tab key stops at it once. */
export function LinkButton({ to, ...rest }: Props) {
  const navigate = useNavigate();
  const href = useHref(to);
  return (
    <Button
      {...rest}
      href={href}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        void navigate(to);
      }}
    />
  );
}
