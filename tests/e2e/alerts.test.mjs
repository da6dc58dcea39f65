// SPDX-License-Identifier: MIT
//
// alerts: what monitoring systems send becomes a proposal or an incident, and
// the same alert never becomes two: two replicas, real HTTP, real payloads,
// and Debian's own Prometheus and Alertmanager.
import assert from "node:assert/strict";
import { spawn, execFileSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import fs from "node:fs";
import http from "node:http";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { ANA, BEN, GENERAL, INCIDENTS, World, textOf }
	from "./world.mjs";

const TOKEN = "token-of-the-sender", KEY = "key-of-the-signer";
const secrets = fs.mkdtempSync(path.join(os.tmpdir(), "incbot-alerts-"));
let world, ports;

function secret(name, value) {
	const file = path.join(secrets, name);
	fs.writeFileSync(file, value + "\n", { mode: 0o600 });
	return file;
}

const config = `site: {
	broadcast_channel = "${INCIDENTS}";
	responders = [ "${BEN}" ];
};
services = ( { name = "checkout"; }, { name = "api"; } );
webhooks: { listen = "127.0.0.1:0"; };
alert_sources = (
	{ name = "prom"; format = "alertmanager";
	  token_file = "${secret("prom", TOKEN)}"; },
	{ name = "by-hand"; format = "generic";
	  token_file = "${secret("hand", TOKEN)}"; },
	{ name = "pager"; format = "pagerduty";
	  signing_key_file = "${secret("pager", KEY)}"; },
	{ name = "graf"; format = "grafana";
	  signing_key_file = "${secret("graf", KEY)}"; },
	{ name = "aws"; format = "cloudwatch";
	  token_file = "${secret("aws", TOKEN)}"; }
);
alert_rules = (
	{ match = [ "severity=none" ]; action = "ignore"; },
	{ match = [ "severity=crit*" ]; action = "declare";
	  severity = "sev1"; },
	{ source = "pager"; action = "propose"; severity = "sev2"; },
	{ source = "aws"; action = "propose"; severity = "sev3"; },
	{ match = [ "severity=warning" ]; action = "propose";
	  severity = "sev2"; service = "checkout"; }
);
`;

before(async () => {
	world = await World.start({ config, replicas: 2 });
	ports = world.incbots.map((incbot) => Number(
		incbot.text().match(/what=web_listening .*port=(\d+)/)[1]));
});
after(async () => {
	await world?.stop();
	fs.rmSync(secrets, { recursive: true, force: true });
});

/** One POST; returns the status. */
function post(port, where, body, headers = {}) {
	const data = typeof body === "string" ? body : JSON.stringify(body);
	return new Promise((done, failed) => {
		const request = http.request({ port, method: "POST", agent: false,
			path: where, headers: { "content-length":
				Buffer.byteLength(data), ...headers } },
		(answer) => {
			answer.resume();
			answer.on("end", () => done(answer.statusCode));
		});
		/* Of a body that is too large the rest is not read. */
		let answered = false;
		request.on("response", () => { answered = true; });
		request.on("error", (error) => {
			if (!answered)
				failed(error);
		});
		request.end(data);
	});
}

const bearer = { authorization: `Bearer ${TOKEN}` };
const byHand = (body, port = ports[0]) =>
	post(port, "/alerts/by-hand", body, bearer);

async function rooms(pattern) {
	const state = await world.state(ANA);
	return state.channels.filter((c) => pattern.test(c.name)).length;
}

test("an alert declares; sent many times to both replicas it stays one",
	async () => {
		const alert = { status: "firing", dedup_key: "disk-1",
			title: "disk of db1 is full", severity: "critical",
			service: "api", starts_at: "2026-06-15T09:00:00Z" };
		const statuses = await Promise.all(Array.from({ length: 20 },
			(_, i) => byHand(alert, ports[i % 2])));
		assert.deepEqual([...new Set(statuses)], [200]);
		const room = await world.room(BEN, /disk-of-db1-is-full/);
		await world.message(BEN, room.id,
			/Alerts[^]*disk of db1 is full/);
		for (const port of ports)
			assert.equal(await byHand(alert, port), 200);
		await world.command(BEN, GENERAL, "list");
		const list = await world.message(BEN, GENERAL,
			/disk of db1 is full/);
		assert.equal(textOf(list).match(/disk of db1/g).length, 1);
		assert.equal(await rooms(/disk-of-db1/), 1);
	});

test("its end is shown on the incident; beginning anew it joins the same",
	async () => {
		const room = await world.room(BEN, /disk-of-db1-is-full/);
		const alert = { dedup_key: "disk-1", title: "disk of db1 is full",
			severity: "critical", service: "api" };
		assert.equal(await byHand({ ...alert, status: "resolved",
			starts_at: "2026-06-15T09:00:00Z" }), 200);
		await world.message(BEN, room.id, /An alert ended: disk of db1/);
		await world.message(BEN, room.id, /Alerts[^]*resolved/);
		assert.equal(await byHand({ ...alert, status: "firing",
			starts_at: "2026-06-15T10:00:00Z" }), 200);
		await world.message(BEN, room.id,
			/An alert fires \(by-hand\): disk of db1/);
		assert.equal(await rooms(/disk-of-db1/), 1);
	});

test("after the incident is over the same firing opens nothing, a new one does",
	async () => {
		const room = await world.room(BEN, /disk-of-db1-is-full/);
		const alert = { dedup_key: "disk-1", title: "disk of db1 is full",
			severity: "critical", service: "api", status: "firing" };
		await world.command(BEN, room.id, "resolved the disk is larger");
		await world.message(BEN, room.id, /resolved the incident/);
		assert.equal(await byHand({ ...alert,
			starts_at: "2026-06-15T10:00:00Z" }), 200);
		assert.equal(await rooms(/disk-of-db1/), 1);
		assert.equal(await byHand({ ...alert,
			starts_at: "2026-06-16T10:00:00Z" }), 200);
		await world.room(BEN, /disk-of-db1-is-full-2/);
	});

test("a restart forgets nothing", async () => {
	const alert = { dedup_key: "restart", title: "before the restart",
		severity: "critical", status: "firing",
		starts_at: "2026-06-15T09:00:00Z" };
	assert.equal(await byHand(alert), 200);
	await world.room(BEN, /before-the-restart/);
	const fresh = await world.startIncbot();
	const port = Number(fresh.text()
		.match(/what=web_listening .*port=(\d+)/)[1]);
	assert.equal(await byHand(alert, port), 200);
	assert.equal(await rooms(/before-the-restart/), 1);
	assert.equal(await fresh.stop(), 0);
});

/* As Alertmanager 0.25 really sent it; the copy that tells the end has no
 * annotations. */
const diskFull = (status) => ({ receiver: "incbot-basic", status,
	alerts: [{ status, labels: { alertname: "DiskFull", instance: "db2",
		service: "db", severity: "warning", team: "payments" },
	annotations: status === "firing" ? { summary: "disk 96%" } : {},
	startsAt: "2026-11-23T03:28:37.707545841Z",
	endsAt: status === "firing" ? "0001-01-01T00:00:00Z" :
		"2026-11-23T03:28:45Z",
	generatorURL: "", fingerprint: "9eaac438bc9fa42f" }],
	groupLabels: { alertname: "DiskFull", service: "db" },
	commonLabels: { alertname: "DiskFull", service: "db",
		severity: "warning", team: "payments" },
	commonAnnotations: {}, externalURL: "http://vm:19093", version: "4",
	groupKey: '{}/{team="payments"}:{alertname="DiskFull", service="db"}',
	truncatedAlerts: 0 });

test("an alert proposes; a button declares, and the proposal says so",
	async () => {
		assert.equal(await post(ports[0], "/alerts/prom",
			diskFull("firing"), bearer), 200);
		const asks = await world.message(ANA, INCIDENTS,
			/Is this an incident[^]*DiskFull/);
		assert.match(textOf(asks), /since[^]*disk 96%/);
		await world.press(ANA, INCIDENTS, asks, /Declare SEV2/);
		const room = await world.room(ANA, /diskfull/);
		await world.message(ANA, INCIDENTS,
			/Declared as SEV2 by <@U0ANA>[^]*DiskFull/);
		assert.equal(await post(ports[1], "/alerts/prom",
			diskFull("resolved"), bearer), 200);
		await world.message(ANA, room.id, /An alert ended: DiskFull/);
	});

test("dismissed by hand, or ended by itself, it asks nobody any more",
	async () => {
		const alert = { severity: "warning", status: "firing",
			starts_at: "2026-06-15T09:00:00Z" };
		assert.equal(await byHand({ ...alert, dedup_key: "slow-1",
			title: "pages are slow" }), 200);
		const first = await world.message(ANA, INCIDENTS,
			/Is this an incident[^]*pages are slow/);
		await world.press(ANA, INCIDENTS, first, /Dismiss/);
		await world.message(ANA, INCIDENTS,
			/Dismissed by <@U0ANA>[^]*pages are slow/);
		assert.equal(await byHand({ ...alert, dedup_key: "slow-2",
			title: "mails are slow" }), 200);
		await world.message(ANA, INCIDENTS,
			/Is this an incident[^]*mails are slow/);
		assert.equal(await byHand({ ...alert, dedup_key: "slow-2",
			status: "resolved" }), 200);
		await world.message(ANA, INCIDENTS,
			/it ended by itself[^]*mails are slow/);
	});

test("who has no token, no signature or a wrong one is not heard",
	async () => {
		const alert = { status: "firing", dedup_key: "forged",
			title: "forged", severity: "critical" };
		const tries = [
			["/alerts/by-hand", {}],
			["/alerts/by-hand", { authorization: "Bearer wrong" }],
			["/alerts/by-hand", { authorization:
				`Bearer ${TOKEN.slice(1)}` }],
			["/alerts/by-hand?token=", {}],
			["/alerts/nobody", bearer],
			["/alerts/pager", bearer],
			["/alerts/pager", { "x-pagerduty-signature":
				`v1=${"0".repeat(64)}` }],
		];
		for (const [where, headers] of tries)
			assert.equal(await post(ports[0], where, alert, headers),
				401, where);
		assert.equal(await post(ports[0], "/elsewhere", alert), 404);
		assert.equal(await post(ports[0], "/alerts/by-hand",
			{ ...alert, dedup_key: "let-in", severity: "none" },
			{ authorization: "Basic " + Buffer.from(
				`any:${TOKEN}`).toString("base64") }), 200);
		assert.equal(await post(ports[0],
			`/alerts/by-hand?token=${TOKEN}`,
			{ ...alert, severity: "none" }), 200);
		assert.equal(await rooms(/forged/), 0);
	});

test("what cannot be read is answered by whether the sender would repeat it",
	async () => {
		assert.equal(await byHand("{"), 400);
		assert.equal(await byHand({ status: "firing" }), 400);
		assert.equal(await post(ports[0], "/alerts/prom", "[]", bearer),
			200);
		const large = await post(ports[0], "/alerts/prom",
			"x".repeat(256 * 1024 + 1), bearer)
			.catch((error) => error.code);
		assert.ok([413, "EPIPE", "ECONNRESET"].includes(large), large);
	});

const signed = (body, header, prefix) => ({ [header]: prefix +
	createHmac("sha256", KEY).update(body).digest("hex") });

test("PagerDuty, Grafana and CloudWatch are read", async () => {
	const pagerduty = JSON.stringify({ event: { id: "01A",
		event_type: "incident.triggered", resource_type: "incident",
		occurred_at: "2026-06-04T13:35:29.781Z", agent: null,
		client: null, data: { id: "PFQZPSY", type: "incident",
			number: 9, status: "triggered", title: "queue stands",
			service: { id: "PA2P440", summary: "mail",
				type: "service_reference" },
			urgency: "high", priority: null } } });
	assert.equal(await post(ports[0], "/alerts/pager", pagerduty,
		signed(pagerduty, "x-pagerduty-signature", "v1=" +
			"0".repeat(64) + ",v1=")), 200);
	await world.message(ANA, INCIDENTS,
		/Is this an incident[^]*queue stands/);
	const grafana = JSON.stringify({ receiver: "incbot", status: "firing",
		orgId: 1, version: "1", state: "alerting", groupKey: "{}:{a}",
		alerts: [{ status: "firing", labels: { alertname: "Memory",
			severity: "warning" },
		annotations: { description: "High memory usage" },
		startsAt: "2026-03-01T02:09:00+02:00",
		endsAt: "0001-01-01T00:00:00Z", values: null,
		fingerprint: "e6349a25f5ef0e9e" }] });
	assert.equal(await post(ports[0], "/alerts/graf", grafana,
		signed(grafana, "x-grafana-alerting-signature", "")), 200);
	await world.message(ANA, INCIDENTS,
		/Is this an incident[^]*High memory usage/);
	const alarm = { AlarmName: "network-out", NewStateValue: "ALARM",
		StateChangeTime: "2026-06-03T17:43:27.123+0000",
		Region: "eu-west-1", AlarmArn: "arn:aws:cloudwatch:x:y:z" };
	assert.equal(await post(ports[0], "/alerts/aws", { MessageId: "m1",
		Type: "Notification", TopicArn: "arn:aws:sns:x:y:z",
		Message: JSON.stringify(alarm) }, bearer), 200);
	await world.message(ANA, INCIDENTS,
		/Is this an incident[^]*network-out/);
});

/* --- the real thing ------------------------------------------------------ */

const started = [];
after(async () => {
	for (const child of started) {
		if (child.exitCode !== null || child.signalCode !== null)
			continue;
		child.kill("SIGTERM");
		await once(child, "exit");
	}
});

async function freePort() {
	const server = net.createServer().listen(0, "127.0.0.1");
	await once(server, "listening");
	const { port } = server.address();
	server.close();
	await once(server, "close");
	return port;
}

function start(program, args, dir) {
	const child = spawn(program, args, { cwd: dir, stdio: ["ignore",
		fs.openSync(path.join(dir, "out.log"), "a"),
		fs.openSync(path.join(dir, "out.log"), "a")] });
	started.push(child);
	return child;
}

const has = (program) => {
	try {
		execFileSync("which", [program]);
		return true;
	} catch {
		return false;
	}
};

test("the real Prometheus and Alertmanager open an incident and end its alert",
	{ skip: !has("prometheus") || !has("prometheus-alertmanager") },
	async () => {
		const dir = fs.mkdtempSync(path.join(os.tmpdir(),
			"incbot-prometheus-"));
		const [am, prom] = [await freePort(), await freePort()];
		const write = (name, text) =>
			fs.writeFileSync(path.join(dir, name), text);
		const rule = (expr) => write("rules.yml", JSON.stringify({
			groups: [{ name: "g", interval: "1s", rules: [{
				alert: "CheckoutDown", expr,
				labels: { severity: "critical",
					service: "checkout" },
				annotations: { summary: "nobody can pay" },
			}] }] }));
		write("alertmanager.yml", JSON.stringify({
			route: { receiver: "incbot", group_wait: "1s",
				group_interval: "5s",
				group_by: ["alertname"] },
			receivers: [{ name: "incbot", webhook_configs:
				ports.slice(0, 2).map((port) => ({
					url: `http://127.0.0.1:${port}` +
						"/alerts/prom",
					http_config: { authorization: {
						credentials: TOKEN } } })) }] }));
		write("prometheus.yml", JSON.stringify({
			global: { evaluation_interval: "1s" },
			rule_files: [path.join(dir, "rules.yml")],
			alerting: { alertmanagers: [{ static_configs: [{
				targets: [`127.0.0.1:${am}`] }] }] } }));
		rule("vector(1) > 0");
		start("prometheus-alertmanager", [
			`--config.file=${dir}/alertmanager.yml`,
			`--web.listen-address=127.0.0.1:${am}`,
			"--cluster.listen-address=",
			`--storage.path=${dir}/am`], dir);
		const prometheus = start("prometheus", [
			`--config.file=${dir}/prometheus.yml`,
			`--web.listen-address=127.0.0.1:${prom}`,
			"--rules.alert.resend-delay=2s",
			`--storage.tsdb.path=${dir}/data`], dir);
		const room = await world.room(BEN, /checkoutdown/, 60_000);
		await world.message(BEN, room.id,
			/Alerts[^]*CheckoutDown: nobody can pay/);
		rule("vector(0) > 0");
		prometheus.kill("SIGHUP");
		await world.message(BEN, room.id,
			/An alert ended: CheckoutDown/, 60_000);
		assert.equal(await rooms(/checkoutdown/), 1);
		fs.rmSync(dir, { recursive: true, force: true });
	});
