// What people do at the screen, in the words of the screen.
import { administrator } from './program.mjs';

export async function signIn(page, { login, password } = administrator) {
  await page.goto('/');
  await page.getByLabel('用户名').fill(login);
  await page.getByLabel('密码').fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation', { name: '主菜单' }).waitFor();
}

/** Begins a kind of work at the dossier that is open, and gives its dialog. */
export async function begin(page, work) {
  await press(page, '办理');
  await page.getByRole('menuitem', { name: work, exact: true }).click();
  return page.getByRole('dialog');
}

/** Presses the button of this name; an icon is named before the text, and antd parts names of two characters. */
export const press = (scope, name) => scope.getByRole('button', { name: new RegExp(`(^| )${name.length === 2 ? name.split('').join(' ?') : name}( \\S+)?$`) }).first().click();

/** Waits for a refusal with this code and these words. */
export const refused = (scope, code, message) => scope.getByRole('alert').filter({ hasText: code }).filter({ hasText: message }).waitFor();

/** Holds that the paper behind a link is a PDF, as whoever is signed in here gets it. */
export async function opensAsPDF(page, name) {
  const address = await page.getByRole('link', { name }).last().getAttribute('href');
  const answer = await page.evaluate(async (href) => {
    const response = await fetch(href);
    return `${response.status} ${(await response.text()).slice(0, 5)}`;
  }, address);
  if (answer !== '200 %PDF-') throw new Error(`${address} is not a paper: ${answer}`);
}

/** Waits for a row of facts. */
export const fact = (page, title, value) => page.locator('tr').filter({ hasText: title }).filter({ hasText: value }).first().waitFor();

export const searchBox = (page) => page.getByLabel('查档关键词');

/** Searches and gives the names found, in order, once the answer to this very search is on screen. */
export async function search(page, text) {
  const answer = page.waitForResponse((response) =>
    response.url().endsWith('/api/v1/search') && (response.request().postDataJSON()?.text ?? '') === text);
  await page.keyboard.press('F2');
  await searchBox(page).fill(text);
  await page.keyboard.press('Enter');
  const body = await (await answer).json();
  await page.getByText(`共 ${body.total} 条`).waitFor();
  return names(page);
}

export function names(page) {
  return page.locator('.result-table tbody a b').allTextContents();
}

/** Types into a select found by its label and takes what it offers under this name, or the first. */
export async function choose(scope, label, text, name) {
  const field = scope.getByLabel(label, { exact: true });
  await field.click();
  if (text && (await field.isEditable())) await field.fill(text);
  const page = scope.page?.() ?? scope;
  const offered = page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)').locator('.ant-select-item-option, .ant-select-tree-node-content-wrapper');
  await offered.filter({ hasText: name ?? text }).first().click();
  await page.locator('.ant-select-dropdown:visible').first().waitFor({ state: 'hidden' }); // or the next one would find this one's offers
}

/** Opens a select found by its label and gives what it offers, once that is there. */
export async function offers(scope, label) {
  const page = scope.page?.() ?? scope;
  await scope.getByLabel(label, { exact: true }).click();
  const options = page.locator('.ant-select-dropdown:visible .ant-select-item-option');
  for (;;) {
    await options.first().waitFor();
    const texts = await options.allTextContents();
    if (texts.length > 0) return texts; // while it opens it is now and then not there
  }
}

/** Uploads a file in a field for attachments and waits until it is there. */
export async function chosenFile(scope, path) {
  const sent = (scope.page?.() ?? scope).waitForResponse((answer) => answer.url().includes('/api/v1/attachments') && answer.request().method() === 'POST');
  await scope.locator('input[type=file]').first().setInputFiles(path);
  await (await sent).finished();
}

/** Chooses a folder for upload on the page of a new ingest and starts. */
export async function uploadFolder(page, folder, office) {
  await page.goto('/ingests/new');
  await page.getByLabel('接收机构').click();
  await page.getByLabel('接收机构').fill(office);
  await page.keyboard.press('Enter');
  await page.getByTestId('folder-input').setInputFiles(folder);
  await page.getByText(/个文件，/).waitFor();
  await page.getByRole('button', { name: '开始上传' }).click();
  await page.waitForURL(/\/ingests\/[0-9a-f-]{36}$/);
}
