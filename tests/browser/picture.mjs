// Takes the README's picture of a page: BASE=http://127.0.0.1:8080 node tests/browser/picture.mjs /scorecard FILE.png
import { chromium } from 'playwright-core';

const [path, file] = process.argv.slice(2);
const browser = await chromium.launch({
	executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true,
	args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
});
try {
	const page = await browser.newPage({ viewport: { width: 1200, height: 1000 } });
	await page.goto(process.env.BASE + path, { waitUntil: 'load' });
	await page.screenshot({ path: file });
} finally {
	await browser.close();
}
