// SPDX-License-Identifier: MIT
//
// figures: how long an update takes from the command to the page on disk and to
// the broadcast channel, and how many requests a second incbot answers with its
// page while it commits commands. Slack takes one post a second in a channel, so
// that updates are a second apart, but for those beside the requests. Prints;
// judges nothing: node figures.mjs [UPDATES [SECONDS]].
import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { ANA, GENERAL, INCIDENTS, World } from "../e2e/world.mjs";

const updates = Number(process.argv[2] ?? 100);
const seconds = Number(process.argv[3] ?? 5);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "incbot-figures-"));
const world = await World.start({ config: `
	site: { broadcast_channel = "${INCIDENTS}"; responders = [ "${ANA}" ];
		status_page_url = "https://status.example.com/"; };
	page: { folder = "${folder}"; };
	services = ( { name = "checkout"; } );
	webhooks: { listen = "127.0.0.1:0"; };
` });
const summary = path.join(folder, "api/v2/incidents.json");

const share = (sorted, part) =>
	sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
const told = (times) => {
	const sorted = [...times].sort((a, b) => a - b);
	return `p50=${share(sorted, 0.5).toFixed(1)} ` +
		`p99=${share(sorted, 0.99).toFixed(1)} ms`;
};

const textOf = (i) => `Update number ${i} of many.`;

/** From before the command until the file holds the text. */
async function publish(room, i) {
	const text = textOf(i);
	const start = performance.now();
	const said = world.command(ANA, room, `update ${text}`);
	while (!(fs.existsSync(summary) &&
		fs.readFileSync(summary, "utf8").includes(text)))
		await new Promise((done) => setTimeout(done, 1));
	const ms = performance.now() - start;
	await said;
	return ms;
}

/** Until the broadcast channel holds the text; the log tells of it. */
async function broadcast(i, seq) {
	const text = textOf(i);
	for (let since = seq; ;) {
		const log = await world.log(since, 1000);
		if (log.entries.some((entry) => entry.what === "message" &&
			entry.channel === INCIDENTS &&
			entry.detail.text.includes(text)))
			return performance.now();
		since = log.seq;
	}
}

/** Both ways of one update. */
async function publishBoth(room, i) {
	const { seq } = await world.log(Number.MAX_SAFE_INTEGER);
	const start = performance.now();
	const posted = broadcast(i, seq);
	const page = await publish(room, i);
	const company = await posted - start;
	const rest = 1100 - (performance.now() - start);
	if (rest > 0)
		await new Promise((done) => setTimeout(done, rest));
	return { page, company };
}

/** Reads the page over so many connections until told to stop. */
function readers(port, count) {
	const agent = new http.Agent({ keepAlive: true, maxSockets: count });
	const state = { answers: 0, wrong: 0, stopped: false };
	const one = () => new Promise((done) => {
		http.get({ agent, port, host: "127.0.0.1",
			path: "/status/index.html" }, (response) => {
			response.resume();
			response.on("end", () => {
				state.answers++;
				state.wrong += response.statusCode !== 200;
				done();
			});
		}).on("error", () => { state.wrong++; done(); });
	});
	state.done = Promise.all(Array.from({ length: count }, async () => {
		while (!state.stopped)
			await one();
	})).then(() => agent.destroy());
	return state;
}

try {
	await world.command(ANA, GENERAL, "sev1 checkout is down");
	const room = await world.room(ANA);
	await world.message(ANA, room.id, /incident commander/i);
	const quiet = [];
	for (let i = 0; i < updates; i++)
		quiet.push(await publishBoth(room.id, i));
	console.log(`command to page on disk, ${updates} updates: ` +
		told(quiet.map((one) => one.page)));
	console.log(`command to broadcast channel: ` +
		told(quiet.map((one) => one.company)));
	const port = Number(world.incbots[0].text()
		.match(/what=web_listening .*?port=(\d+)/)[1]);
	const load = readers(port, 16);
	const start = performance.now();
	const busy = [];
	while (performance.now() - start < seconds * 1000)
		busy.push(await publish(room.id, updates + busy.length));
	load.stopped = true;
	await load.done;
	const s = (performance.now() - start) / 1000;
	console.log(`served meanwhile: ${Math.round(load.answers / s)} ` +
		`requests/s on 16 connections, ${load.wrong} wrong; ` +
		`command to page: ${told(busy)}`);
	console.log(`load ${os.loadavg()[0].toFixed(1)} on ` +
		`${os.cpus().length} cores`);
} finally {
	await world.stop();
	fs.rmSync(folder, { recursive: true, force: true });
}
