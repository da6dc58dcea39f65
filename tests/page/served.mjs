// SPDX-License-Identifier: MIT
//
// served: a drawn page behind a plain web server on loopback, as a site would
// serve it, with the strictest policy for its content; and the picture of it
// in a real browser.
import { execFileSync } from "node:child_process";
import { accessSync, constants, mkdirSync, mkdtempSync, readFileSync, rmSync,
	statSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const top = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
export const build = path.resolve(process.env.INCBOT_BUILD ??
	path.join(top, "build"));
const pictures = path.join(build, "screenshots");
const axeSource = readFileSync(
	createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const TYPES = { html: "text/html; charset=utf-8", css: "text/css", svg: "image/svg+xml",
	json: "application/json", atom: "application/atom+xml",
	rss: "application/rss+xml" };

/** A page of so many incidents and components, in a folder of its own. */
export function draw(incidents, components, ...more) {
	const folder = mkdtempSync(path.join(os.tmpdir(), "incbot-drawn-"));
	const out = execFileSync(path.join(build, "tests/page/draw"),
		[folder, String(incidents), String(components), ...more],
		{ encoding: "utf8" });
	return { folder, out,
		read: (name) => readFileSync(path.join(folder, name), "utf8"),
		size: (name) => statSync(path.join(folder, name)).size,
		remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export async function serve(folder) {
	const server = createServer((request, response) => {
		const name = new URL(request.url, "http://x").pathname;
		const file = path.join(folder, path.normalize(name));
		try {
			const body = readFileSync(name.endsWith("/") ?
				path.join(file, "index.html") : file);
			const kind = (name.endsWith("/") ? "html" :
				name.split(".").pop());
			response.writeHead(200, {
				"content-type": TYPES[kind] ?? "text/plain",
				"content-security-policy": "default-src 'none'; " +
					"style-src 'self'; img-src 'self' https:",
				"x-content-type-options": "nosniff" });
			response.end(body);
		} catch {
			response.writeHead(404).end();
		}
	});
	await new Promise((done) => server.listen(0, "127.0.0.1", done));
	return { url: `http://127.0.0.1:${server.address().port}/`,
		stop: () => new Promise((done) => server.close(done)) };
}

function findBrowser() {
	const names = ["chromium", "chromium-browser", "google-chrome"];
	const files = (process.env.PATH ?? "").split(path.delimiter)
		.flatMap((dir) => names.map((name) => path.join(dir, name)));
	for (const file of [process.env.CHROMIUM, ...files].filter(Boolean)) {
		try {
			accessSync(file, constants.X_OK);
			return file;
		} catch {
			continue;	// the next one
		}
	}
	throw new Error(`none of ${names.join(", ")} is installed`);
}

export async function openBrowser() {
	return chromium.launch({ executablePath: findBrowser(),
		args: ["--no-sandbox", "--headless=new"] });
}

export const LOOKS = [
	{ name: "desktop", width: 1280, height: 900 },
	{ name: "phone", width: 320, height: 640 },
	{ name: "desktop-dark", width: 1280, height: 900, dark: true },
	{ name: "phone-dark", width: 390, height: 844, dark: true },
];

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa",
	"best-practice"];

/** Somebody who reads in a look: one window to see pages by, one more whose
 * policy lets axe in. A window is opened once; it is the slow part. */
export class Reader {
	static async open(browser, how) {
		const reader = new Reader();
		reader.how = how;
		reader.complaints = [];
		reader.page = await reader.#window(browser, false);
		reader.judged = await reader.#window(browser, true);
		const complain = (text) => reader.complaints.push(text);
		reader.page.on("console", (message) => complain(message.text()));
		reader.page.on("pageerror", (error) => complain(String(error)));
		reader.page.on("dialog", (dialog) => {
			complain(`dialog: ${dialog.message()}`);
			dialog.dismiss();
		});
		reader.page.on("requestfailed", (request) =>
			complain(`failed: ${request.url()}`));
		return reader;
	}

	async #window(browser, bypassCSP) {
		const context = await browser.newContext({
			viewport: { width: this.how.width, height: this.how.height },
			colorScheme: this.how.dark ? "dark" : "light", bypassCSP });
		return context.newPage();
	}

	/** Goes there; `complaints` is what the browser says of it. */
	async look(url, name) {
		this.complaints.length = 0;
		await this.page.goto(url);
		mkdirSync(pictures, { recursive: true });
		await this.page.screenshot({ fullPage: true, path: path.join(
			pictures, `status-${name}-${this.how.name}.png`) });
		return this;
	}

	/** What axe finds there, by rule. */
	async axe(url) {
		await this.judged.goto(url);
		await this.judged.evaluate(axeSource);
		const found = await this.judged.evaluate((rules) =>
			globalThis.axe.run(document, { runOnly: rules }), RULES);
		return found.violations.map((v) => `${v.id}: ${v.nodes
			.map((n) => n.html).slice(0, 3).join(" | ")}`);
	}

	async close() {
		await this.page.context().close();
		await this.judged.context().close();
	}
}
