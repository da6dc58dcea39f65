// SPDX-License-Identifier: MIT
//
// door: what stands between incbot and the stand-in workspace when a test wants
// it to: the workspace behind TLS and a name, a server that is not Slack at all,
// and incbot processes that are told to go there. Names under "world.test" lead
// where a file of the test's says (tests/clock/names.c). Read next: world.mjs.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import https from "node:https";
import net from "node:net";
import path from "node:path";
import { once } from "node:events";
import { build } from "./world.mjs";

/** incbot with more, or something else, in its environment. */
export function withEnvironment(world, name, more) {
	const env = world.environment;
	world.environment = () => ({ ...env.call(world), ...more });
	const incbot = world.spawnIncbot(name);
	world.environment = env;
	return incbot;
}

/** incbot against a server of our own instead of Slack. */
export async function against(world, server, url) {
	const [listening] = [once(server, "listening")];
	server.listen(0, "127.0.0.1");
	await listening;
	return withEnvironment(world, "incbot-elsewhere",
		{ SLACK_API_URL: url(server.address().port) });
}

/** A key and a certificate that vouches for itself. */
export function certificate(world, name) {
	const at = (file) => path.join(world.dir, file);
	execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048",
		"-nodes", "-keyout", at("key.pem"), "-out", at("cert.pem"),
		"-days", "1", "-subj", "/CN=localhost", "-addext",
		`subjectAltName=${name}`], { stdio: "pipe" });
	return { key: fs.readFileSync(at("key.pem")),
		cert: fs.readFileSync(at("cert.pem")) };
}

/** Passes everything on to the stand-in workspace, and back what change() makes
 * of it. */
export function passOn(world, request, answer, change = (body) => body) {
	const target = new URL(world.api);
	request.pipe(http.request({ host: target.hostname,
		port: target.port, path: request.url, method: request.method,
		headers: request.headers }, (reply) => {
		let body = "";
		reply.setEncoding("utf8");
		reply.on("data", (text) => { body += text; });
		reply.on("end", () => {
			const changed = Buffer.from(change(body));
			answer.writeHead(reply.statusCode, { ...reply.headers,
				"content-length": changed.length });
			answer.end(changed);
		});
	}));
}

/** The workspace behind TLS and a name, its WebSockets too. */
export async function frontDoor(world, name) {
	const target = new URL(world.api);
	const door = https.createServer(certificate(world, `DNS:${name}`),
		(request, answer) => passOn(world, request, answer, (body) =>
			body.replace(/ws:\\?\/\\?\/[^/"\\]+/,
				`wss://${name}:${door.address().port}`)));
	door.on("upgrade", (request, socket, head) => {
		const behind = net.connect(target.port, target.hostname, () => {
			const lines = request.rawHeaders.map((word, i) =>
				word + (i % 2 ? "\r\n" : ": ")).join("");
			behind.write(`GET ${request.url} HTTP/1.1\r\n${lines}\r\n`);
			behind.write(head);
			behind.pipe(socket).pipe(behind);
		});
		for (const end of [behind, socket])
			end.on("error", () => { behind.destroy(); socket.destroy(); });
	});
	door.listen(0, "127.0.0.1");
	await once(door, "listening");
	return door;
}

/** Slack under a name of its own: { door, incbot, lost(), found() }. incbot is
 * one more, which knows Slack by that name only and trusts its certificate. */
export async function slackByName(world, { host = "slack.world.test",
	asked = host } = {}) {
	const file = path.join(world.dir, "names");
	const found = () => fs.writeFileSync(file, "127.0.0.1");
	const door = await frontDoor(world, host);
	const config = world.config;

	found();
	world.config += `outbound: { ca_file = "${
		path.join(world.dir, "cert.pem")}"; };\n`;
	const incbot = withEnvironment(world, "incbot-by-name", {
		LD_PRELOAD: [world.environment().LD_PRELOAD,
			path.join(build, "tests/clock/libworldnames.so")]
			.join(":"),
		WORLD_NAMES_FILE: file,
		SLACK_API_URL: `https://${asked}:${door.address().port}/api/`,
	});
	return { door, incbot, found, lost: () => fs.rmSync(file), config };
}
