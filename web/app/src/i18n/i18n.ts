import { useCallback, useSyncExternalStore } from 'react';
import { messages } from './messages';
import type { MessageKey } from './messages';

export type Language = 'zh-CN' | 'en';
export type Values = Record<string, string | number>;
export type Translate = (key: MessageKey, values?: Values) => string;

const storageKey = 'danganku.language';
const listeners = new Set<() => void>();
let current: Language = readLanguage();

function readLanguage(): Language {
  try {
    return localStorage.getItem(storageKey) === 'en' ? 'en' : 'zh-CN';
  } catch {
    return 'zh-CN'; // storage is switched off by policy on some machines
  }
}

export function setLanguage(language: Language): void {
  current = language;
  document.documentElement.lang = language;
  try {
    localStorage.setItem(storageKey, language);
  } catch {
    // The choice then lasts until the page is closed.
  }
  listeners.forEach((listener) => listener());
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useLanguage(): Language {
  return useSyncExternalStore(subscribe, () => current);
}

/** Looks a message up and puts `{name}` values in. */
export function translate(language: Language, key: MessageKey, values: Values = {}): string {
  const text = messages[key][language === 'zh-CN' ? 0 : 1];
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

export function useT(): Translate {
  const language = useLanguage();
  return useCallback((key, values) => translate(language, key, values), [language]);
}
