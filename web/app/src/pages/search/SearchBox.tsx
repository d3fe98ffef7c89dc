import { AutoComplete, Input } from 'antd';
import type { InputRef } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { api, ask } from '../../api/client';
import { useT } from '../../i18n/i18n';
import type { MessageKey } from '../../i18n/messages';
import { messages } from '../../i18n/messages';

const pauseBeforeSuggesting = 180;

/** Completions of what stands in the box, asked for only when typing pauses. */
function useSuggestions(text: string) {
  const [settled, setSettled] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text.trim()), pauseBeforeSuggesting);
    return () => clearTimeout(timer);
  }, [text]);
  return useQuery({
    queryKey: ['suggestions', settled],
    queryFn: async ({ signal }) => (await ask(api.POST('/search/suggestions', { body: { text: settled }, signal }))).suggestions,
    enabled: settled !== '' && settled === text.trim(),
    staleTime: 60_000,
  });
}

export function matchLabel(kind: string): MessageKey | undefined {
  const key = `match.${kind}`;
  return key in messages ? (key as MessageKey) : undefined;
}

interface Props {
  text: string;
  busy: boolean;
  onSubmit: (text: string) => void;
}

/**
 * The one box. A scanner gun is a keyboard that types 18 characters in a blink and then presses Enter, often before a
 * suggestion has come and with whatever input method is on; so Enter always searches for what the box holds, unless the
 * user has walked into the list of suggestions with the arrow keys.
 */
export function SearchBox({ text, busy, onSubmit }: Props) {
  const t = useT();
  const input = useRef<InputRef>(null);
  const walking = useRef(false);
  const [draft, setDraft] = useState(text);
  const [open, setOpen] = useState(false);
  const suggestions = useSuggestions(open ? draft : '');

  useEffect(() => setDraft(text), [text]);
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key !== 'F2') return;
      event.preventDefault();
      input.current?.focus({ cursor: 'all' });
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);

  const submit = (words: string) => {
    setOpen(false);
    walking.current = false;
    setDraft(words);
    onSubmit(words.trim());
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') walking.current = true;
  };
  const options = (suggestions.data ?? []).map(({ kind, value, count }) => {
    const label = matchLabel(kind);
    return {
      key: `${kind}:${value}`,
      value,
      label: <div className="suggestion"><span>{value}</span><small>{label ? t(label) : kind} · {count}</small></div>,
    };
  });
  return (
    <AutoComplete
      className="search-box"
      value={draft}
      options={options}
      open={open && options.length > 0}
      defaultActiveFirstOption={false}
      onOpenChange={(next) => { if (!next) setOpen(false); }}
      onSelect={submit}
      onChange={(value: string) => {
        walking.current = false;
        setDraft(value);
        setOpen(value.trim() !== '');
      }}
    >
      <Input.Search
        ref={input}
        autoFocus
        size="large"
        maxLength={200}
        allowClear
        enterButton={t('search.submit')}
        loading={busy}
        aria-label={t('search.label')}
        placeholder={t('search.placeholder')}
        onKeyDown={onKeyDown}
        onSearch={(value, event) => { if (!(walking.current && event?.type === 'keydown')) submit(value); }}
      />
    </AutoComplete>
  );
}
