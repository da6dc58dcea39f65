// SPDX-License-Identifier: MIT
//
// load: how many requests a second incbot answers with its page, asked by wrk
// over connections that stay, and how long commands take to be acknowledged
// meanwhile. Prints; judges nothing: node load.mjs [SECONDS [CONNECTIONS]].
import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { ANA, GENERAL, INCIDENTS, World } from "../e2e/world.mjs";

const seconds = Number(process.argv[2] ?? 5);
const connections = Number(process.argv[3] ?? 16);
const run = promisify(execFile);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "incbot-load-"));
const world = await World.start({ level: "info", config: `
	site: { broadcast_channel = "${INCIDENTS}"; responders = [ "${ANA}" ];
		status_page_url = "https://status.example.com/"; };
	page: { folder = "${folder}"; };
	services = ( { name = "checkout"; } );
	webhooks: { listen = "127.0.0.1:0"; };
` });
const share = (sorted, part) =>
	sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];

/** Notes, one after the other, until told to stop: how long each took. */
async function notes(room, state) {
	const times = [];
	while (!state.stopped) {
		const start = performance.now();
		await world.command(ANA, room, `note number ${times.length}`);
		times.push(performance.now() - start);
	}
	return times.sort((a, b) => a - b);
}

try {
	await world.command(ANA, GENERAL, "sev1 checkout is down");
	const room = await world.room(ANA);
	await world.message(ANA, room.id, /incident commander/i);
	await world.command(ANA, room.id, "update We are looking into it.");
	const port = Number(world.incbots[0].text()
		.match(/what=web_listening .*?port=(\d+)/)[1]);
	const state = { stopped: false };
	const acks = notes(room.id, state);
	const { stdout } = await run("wrk", ["-t1", `-c${connections}`,
		`-d${seconds}s`, "--latency",
		`http://127.0.0.1:${port}/status/`]);
	state.stopped = true;
	const times = await acks;
	console.log(stdout);
	console.log(`commands meanwhile: ${times.length}, acknowledged p50 ` +
		`${share(times, 0.5).toFixed(1)} p99 ` +
		`${share(times, 0.99).toFixed(1)} ms`);
	console.log(`page ${fs.statSync(path.join(folder, "index.html")).size}` +
		` bytes; load ${os.loadavg()[0].toFixed(1)} on ` +
		`${os.cpus().length} cores`);
} finally {
	await world.stop();
	fs.rmSync(folder, { recursive: true, force: true });
}
