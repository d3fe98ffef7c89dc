// Headless Chromium the way an office meets it: plain HTTP under a name, so that nothing reserved for secure pages works.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';

const fonts = resolve(import.meta.dirname, '../../../dist/fonts');
const shots = process.env.E2E_SHOTS;

function executable() {
  const path = process.env.CHROMIUM || '/usr/bin/chromium';
  if (!existsSync(path)) throw new Error(`no Chromium at ${path}: install it (apt-get install chromium) or name it in CHROMIUM`);
  return path;
}

/** Lets machines without a Chinese font draw the pages with the one that is built in. */
function fontConfiguration(folder) {
  const file = join(folder, 'fonts.conf');
  writeFileSync(file, `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>/usr/share/fonts</dir>
<dir prefix="xdg">fonts</dir><dir>${fonts}</dir><cachedir>${folder}</cachedir></fontconfig>`);
  return file;
}

export async function openBrowser(folder) {
  return chromium.launch({
    executablePath: executable(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync',
      '--host-resolver-rules=MAP archive.test 127.0.0.1'],
    env: { ...process.env, FONTCONFIG_FILE: fontConfiguration(folder) },
  });
}

/** A fresh person at a desk. Scripts that fail, and anything the content policy refuses, are collected in `faults`. */
export async function openDesk(browser, port) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, baseURL: `http://archive.test:${port}`, locale: 'zh-CN' });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const faults = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy|React|Uncaught/.test(message.text())) faults.push(message.text());
  });
  return { context, page, faults, close: () => context.close() };
}

let taken = 0;

export async function shot(page, name) {
  if (!shots) return;
  mkdirSync(shots, { recursive: true });
  taken += 1;
  await page.waitForTimeout(400); // animations; only pictures wait, never assertions
  await page.screenshot({ path: join(shots, `${String(taken).padStart(2, '0')}-${name}.png`) });
}
