// What people do at the screen, in the words of the screen.
import { administrator } from './program.mjs';

export async function signIn(page, { login, password } = administrator) {
  await page.goto('/');
  await page.getByLabel('用户名').fill(login);
  await page.getByLabel('密码').fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation', { name: '主菜单' }).waitFor();
}

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
