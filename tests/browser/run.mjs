// Looks at pages of a running server in Debian's chromium: no accessibility fault that axe finds, nothing on the
// console, the page whole without JavaScript, no sideways scrolling on a phone of 360 px. Prints TAP.
//
//   BASE=http://127.0.0.1:8080 PAGES="/scorecard /imports" [SHOTS=dir] node tests/browser/run.mjs
//
// FOLLOW=n visits as many further pages of the same site that the pages link to, one of each kind of address first.
// A page written 404=/nowhere is expected to answer so. Every link of every page that was visited must answer 200,
// unless LINKS=no says that this server has only some of the program's pages.
import { readFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const base = process.env.BASE ?? 'http://127.0.0.1:8080';
const pages = (process.env.PAGES ?? '/').split(/\s+/).filter(Boolean);
const follow = Number(process.env.FOLLOW ?? 0);
const linked = process.env.LINKS !== 'no';
const shots = process.env.SHOTS;
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const flags = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking',
	'--disable-component-update', '--disable-sync'];
const axeRules = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] };
const wide = { width: 1200, height: 900 }, phone = { width: 360, height: 740 }, paper = { width: 794, height: 1123 };

let passed = 0, failed = 0;

function check(name, faults) {
	const ok = faults.length === 0;
	ok ? passed++ : failed++;
	console.log(`${ok ? 'ok' : 'not ok'} ${passed + failed} - ${name}`);
	for (const fault of faults)
		console.log(`#   ${fault}`);
}

// A page of its own in a context that all pages share, and what it says on the console.
async function visit(context, path, look) {
	const page = await context.newPage();
	const said = [];
	page.on('console', (m) => { if (['error', 'warning'].includes(m.type())) said.push(m.text()); });
	page.on('pageerror', (e) => said.push(String(e)));
	page.on('requestfailed', (r) => said.push(`${r.url()} failed`));
	page.on('request', (r) => { if (!r.url().startsWith(base)) said.push(`asked another host: ${r.url()}`); });
	const reply = await page.goto(base + path, { waitUntil: 'load' });
	await look(page, reply, said);
	await page.close();
}

async function shoot(page, path, name) {
	if (!shots)
		return;
	mkdirSync(shots, { recursive: true });
	const file = path.replace(/[^a-z0-9]+/gi, '_').replace(/^_|_$/g, '') || 'home';
	await page.screenshot({ path: `${shots}/${file}-${name}.png`, fullPage: true });
}

// axe is put in by the debugging protocol's own evaluation, which the page's policy does not govern.
async function axeFaults(page, more = {}) {
	if (!await page.evaluate(() => 'axe' in globalThis))
		await page.evaluate(axeSource);
	const found = await page.evaluate((rules) => globalThis.axe.run(document, rules), { ...axeRules, ...more });
	return found.violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.map((n) => n.html.slice(0, 140)).join(' | ')}`);
}

// The pairings of colours that a reader sees, and whether in letters for which less contrast will do.
function colours(page) {
	return page.evaluate(() => [...new Set([...document.querySelectorAll('body *')].filter((e) => e.checkVisibility()).map((e) => {
		const s = getComputedStyle(e), size = parseFloat(s.fontSize);
		const large = size >= 24 || (size >= 18.66 && s.fontWeight >= 700);
		return [s.color, s.backgroundColor, s.backgroundImage, s.fill, s.opacity, large].join(' ');
	}))]);
}

const headers = { 'content-security-policy': /default-src 'self'/, 'x-content-type-options': /nosniff/,
	'x-frame-options': /DENY/, 'referrer-policy': /same-origin/ };

function headerFaults(reply) {
	return Object.entries(headers).filter(([name, part]) => !part.test(reply.headers()[name] ?? ''))
		.map(([name]) => `${name} is "${reply.headers()[name]}"`);
}

// A row whose figure is hidden holds no number beside its name.
function hiddenFaults(page) {
	return page.evaluate(() => [...document.querySelectorAll('tbody tr')]
		.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent.trim()))
		.filter((cells) => cells[0] === 'c' && cells.slice(1, 3).some((text) => /[0-9]/.test(text)))
		.map((cells) => `a hidden figure stands beside ${cells.join(', ')}`));
}

const answered = new Map();

async function linkFaults(page, links) {
	const faults = [];
	for (const link of new Set(links.map((l) => l.split('#')[0]))) {
		if (!answered.has(link))
			answered.set(link, (await page.request.get(base + link)).status());
		if (answered.get(link) !== 200)
			faults.push(`${link} answers ${answered.get(link)}`);
	}
	const lost = await page.evaluate(() => [...document.querySelectorAll('a[href^="#"]')].map((a) => a.getAttribute('href'))
		.filter((href) => !document.getElementById(href.slice(1))));
	return [...faults, ...lost.map((href) => `${href} is nowhere on the page`)];
}

async function lookAt({ scripted, unscripted }, asked) {
	const [, expected, path] = asked.match(/^(?:(\d+)=)?(.*)$/);
	const status = Number(expected ?? 200);
	let links = [];
	await visit(scripted, path, async (page, reply, said) => {
		check(`${path} answers`, reply.status() === status ? [] : [`status ${reply.status()}`]);
		check(`${path} has the headers of safety`, headerFaults(reply));
		check(`${path} hides small numbers`, await hiddenFaults(page));
		check(`${path} has no fault that axe finds`, await axeFaults(page));
		check(`${path} has one heading of the first level`,
			await page.locator('h1').count() === 1 ? [] : [`${await page.locator('h1').count()} found`]);
		await shoot(page, path, 'wide');
		links = await page.evaluate(() => [...document.querySelectorAll('a[href]')].map((a) => a.getAttribute('href'))
			.filter((href) => href.startsWith('/')));
		if (linked)
			check(`${path} links to what is there`, await linkFaults(page, links));
		const seen = new Set(await colours(page));

		await page.setViewportSize(phone);
		const width = await page.evaluate(() => document.documentElement.scrollWidth);
		check(`${path} fits 360 px`, width <= 360 ? [] : [`it is ${width} px wide`]);
		// Of all that axe does, contrast takes four fifths; where the phone has no colours of its own it was looked at above.
		const again = (await colours(page)).some((pair) => !seen.has(pair));
		check(`${path} has no fault that axe finds at 360 px`,
			await axeFaults(page, again ? {} : { rules: { 'color-contrast': { enabled: false } } }));
		const small = await page.evaluate(() => [...document.querySelectorAll('svg text')]
			.map((t) => [t.getBoundingClientRect(), t.textContent, t.closest('svg').getScreenCTM().a * 14])
			.filter(([, , size]) => size < 10.5).map(([, text]) => `"${text}" is too small to read`));
		check(`${path} has charts that can be read at 360 px`, small.slice(0, 3));
		const over = await page.evaluate(() => [...document.querySelectorAll('svg')].flatMap((svg) => {
			const box = [...svg.querySelectorAll('text')].map((t) => [t.getBoundingClientRect(), t.textContent]);
			const faults = [];
			for (let i = 0; i < box.length; i++)
				for (let j = i + 1; j < box.length; j++) {
					const [a, at] = box[i], [b, bt] = box[j];
					if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
						Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3)
						faults.push(`"${at}" lies over "${bt}"`);
				}
			const edge = svg.getBoundingClientRect();
			for (const [a, at] of box)
				if (a.left < edge.left - 1 || a.right > edge.right + 1)
					faults.push(`"${at}" is cut off`);
			return faults;
		}));
		check(`${path} has no chart label over another`, over.slice(0, 5));

		await page.setViewportSize(paper);
		await page.emulateMedia({ media: 'print' });
		const shown = await page.locator('nav:visible').count();
		check(`${path} prints without navigation`, shown === 0 ? [] : [`${shown} shown`]);
		await shoot(page, path, 'print');
		check(`${path} says nothing on the console`, status === 200 ? said : []);
	});
	await visit(unscripted, path, async (page, reply, said) => {
		check(`${path} says nothing on the console without JavaScript`, status === 200 ? said : []);
		await shoot(page, path, 'phone');
	});
	return links;
}

// The kind of an address: its first segment and which parts it has, so that /indicator/a stands for /indicator/b.
function kindOf(path) {
	const [where, query] = path.split('?');
	return `${where.split('/')[1]}/${where.split('/').length}${query ? '?' : ''}`;
}

// What to visit next: a kind that was not seen before, else anything not visited.
function choose(found, visited) {
	const kinds = new Set([...visited].map(kindOf));
	const open = [...found].filter((path) => !visited.has(path) && !/\.(csv|xlsx)(\?|$)/.test(path));
	return open.find((path) => !kinds.has(kindOf(path))) ?? open[0];
}

const browser = await chromium.launch({
	executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, args: flags,
});
try {
	const contexts = {
		scripted: await browser.newContext({ viewport: wide }),
		unscripted: await browser.newContext({ viewport: phone, javaScriptEnabled: false }),
	};
	const visited = new Set(), found = new Set();
	for (const path of pages) {
		visited.add(path);
		for (const link of await lookAt(contexts, path))
			found.add(link.split('#')[0]);
	}
	for (let i = 0, path; i < follow && (path = choose(found, visited)); i++) {
		visited.add(path);
		for (const link of await lookAt(contexts, path))
			found.add(link.split('#')[0]);
	}
} finally {
	await browser.close();
}
console.log(`1..${passed + failed}`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
