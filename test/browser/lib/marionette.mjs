/* Drives Debian's firefox-esr over its built-in Marionette port, with a
 * profile that takes away what Tor Browser takes away at "Safest": script,
 * SVG, MathML, fonts of a page, Graphite, pictures in fonts. An emulation: it
 * is no substitute for a look with the real one.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const SAFEST = {
	"javascript.enabled": false,
	"svg.disabled": true,
	"mathml.disabled": true,
	"gfx.downloadable_fonts.enabled": false,
	"gfx.font_rendering.graphite.enabled": false,
	"gfx.font_rendering.opentype_svg.enabled": false,
	"privacy.resistFingerprinting": true,
	"media.autoplay.default": 5,
	"browser.shell.checkDefaultBrowser": false,
	"browser.startup.homepage": "about:blank",
	"browser.startup.page": 0,
	"browser.aboutwelcome.enabled": false,
	"datareporting.policy.dataSubmissionEnabled": false,
	"toolkit.telemetry.enabled": false,
	"app.update.enabled": false,
	"app.normandy.enabled": false,
	"extensions.update.enabled": false,
	"network.captive-portal-service.enabled": false,
	"network.connectivity-service.enabled": false,
	"browser.safebrowsing.malware.enabled": false,
	"browser.safebrowsing.phishing.enabled": false,
	"browser.region.network.url": "",
	"services.settings.server": "data:,",
	"network.proxy.type": 0,
};

async function free_port() {
	const server = createServer();
	await new Promise((done) => server.listen(0, "127.0.0.1", done));
	const { port } = server.address();
	await new Promise((done) => server.close(done));
	return port;
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function reach(port, child) {
	for (let i = 0; i < 1200; i++) {
		if (child.exitCode !== null) throw new Error("firefox-esr ended");
		const socket = await new Promise((done) => {
			const s = connect(port, "127.0.0.1", () => done(s));
			s.on("error", () => done(null));
		});
		if (socket !== null) return socket;
		await pause(100);
	}
	throw new Error("firefox-esr does not answer");
}

export async function open_safest() {
	const profile = mkdtempSync(join(tmpdir(), "safest-"));
	const port = await free_port();
	const prefs = { ...SAFEST, "marionette.port": port };
	writeFileSync(join(profile, "user.js"), Object.entries(prefs).map(
		([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
		.join(""));
	const child = spawn("firefox-esr",
		["--headless", "--marionette", "--no-remote", "--profile", profile],
		{ stdio: "ignore", env: { ...process.env, HOME: profile, MOZ_HEADLESS_WIDTH: "800" } });
	const firefox = { child, profile, next: 0, waiting: new Map(), left: Buffer.alloc(0) };
	const socket = await reach(port, child);
	firefox.socket = socket;
	socket.on("data", (bytes) => take(firefox, bytes));
	socket.on("error", () => {});
	await new Promise((done) => firefox.waiting.set("hello", { done }));
	await command(firefox, "WebDriver:NewSession", { pageLoadStrategy: "normal" });
	return firefox;
}

/* A message is its length in decimal, a colon, and JSON. */
function take(firefox, bytes) {
	firefox.left = Buffer.concat([firefox.left, bytes]);
	for (;;) {
		const colon = firefox.left.indexOf(58);
		if (colon < 0) return;
		const length = Number(firefox.left.subarray(0, colon).toString());
		if (firefox.left.length < colon + 1 + length) return;
		const text = firefox.left.subarray(colon + 1, colon + 1 + length).toString();
		firefox.left = firefox.left.subarray(colon + 1 + length);
		const message = JSON.parse(text);
		if (!Array.isArray(message)) {
			firefox.waiting.get("hello").done(message);
			continue;
		}
		const [, id, error, result] = message;
		const { done, fail } = firefox.waiting.get(id);
		firefox.waiting.delete(id);
		if (error) fail(new Error(error.error + ": " + error.message));
		else done(result);
	}
}

export function command(firefox, name, parameters = {}) {
	const id = ++firefox.next;
	const text = Buffer.from(JSON.stringify([0, id, name, parameters]));
	firefox.socket.write(Buffer.concat([Buffer.from(text.length + ":"), text]));
	return new Promise((done, fail) => firefox.waiting.set(id, { done, fail }));
}

export async function go(firefox, url) {
	await command(firefox, "WebDriver:Navigate", { url });
}

export async function resize(firefox, width, height) {
	await command(firefox, "WebDriver:SetWindowRect", { width, height });
	return (await evaluate(firefox, () => window.innerWidth));
}

/* Runs in the checker's own sandbox, which works with the page's script off. */
export async function evaluate(firefox, what, ...given) {
	const script = `return (${what}).apply(null, arguments);`;
	const answer = await command(firefox, "WebDriver:ExecuteScript",
		{ script, args: given, sandbox: "look", newSandbox: true });
	return answer.value;
}

async function find(firefox, selector) {
	const answer = await command(firefox, "WebDriver:FindElement",
		{ using: "css selector", value: selector });
	return Object.values(answer.value)[0];
}

export async function fill(firefox, selector, text) {
	const id = await find(firefox, selector);
	await command(firefox, "WebDriver:ElementSendKeys", { id, text });
}

export async function click(firefox, selector) {
	const id = await find(firefox, selector);
	await command(firefox, "WebDriver:ElementClick", { id });
}

export async function source(firefox) {
	return (await command(firefox, "WebDriver:GetPageSource")).value;
}

export async function close_safest(firefox) {
	const ended = new Promise((done) => firefox.child.once("exit", done));
	try {
		await Promise.race([command(firefox, "Marionette:Quit", { flags: ["eForceQuit"] }),
			pause(3000)]);
	} catch { /* it may leave before it answers */ }
	firefox.socket.destroy();
	await Promise.race([ended, pause(5000)]);
	if (firefox.child.exitCode === null) firefox.child.kill("SIGKILL");
	rmSync(firefox.profile, { recursive: true, force: true, maxRetries: 3 });
}
