// SPDX-License-Identifier: MIT
//
// pagers: strict stand-ins for the services that page people, in one server
// on loopback: each takes what its real counterpart takes, refuses what that
// refuses with its words, and remembers what came. Written from the vendors'
// documentation. `fail(way, status)` makes one misbehave: a status, "hang",
// "reset", "mute", which takes it and does not answer, or "late", which takes
// nothing until release(way).
import { createHmac, timingSafeEqual } from "node:crypto";
import http from "node:http";

export const WEBHOOK_SECRET = "hook-secret";
export const NTFY_TOKEN = "tk_0123456789";
export const ROUTING_KEY = "0123456789abcdef0123456789abcdef";
export const GENIE_KEY = "genie-key";
export const TWILIO_SID = "AC0123456789abcdef0123456789abcdef";
export const TWILIO_TOKEN = "twilio-token";

const isText = (value, max = Infinity) =>
	typeof value === "string" && value.length > 0 && value.length <= max;

/** The request's body as JSON, or undefined. */
function json(request) {
	if (!/^application\/json/.test(request.headers["content-type"] ?? ""))
		return undefined;
	try {
		return JSON.parse(request.body);
	} catch {
		return undefined;
	}
}

function webhook(standin, request) {
	const parts = Object.fromEntries(
		(request.headers["x-incbot-signature"] ?? "").split(",")
			.map((part) => part.split("=")));
	const wanted = createHmac("sha256", WEBHOOK_SECRET)
		.update(`${parts.t}.${request.body}`).digest();
	const given = Buffer.from(parts.v1 ?? "", "hex");
	if (given.length !== wanted.length || !timingSafeEqual(given, wanted))
		return [403, { error: "bad signature" }];
	const body = json(request);
	if (!body || !isText(request.headers["x-incbot-event"]) ||
		!["page", "acknowledged", "resolved"].includes(body.type))
		return [400, { error: "not a page" }];
	standin.add("webhook", body);
	return [200, {}];
}

function ntfy(standin, request) {
	const body = json(request);
	const bad = (error) => [400, { code: 40001, http: 400, error }];
	if (request.headers.authorization !== `Bearer ${NTFY_TOKEN}`)
		return [401, { code: 40101, http: 401,
			error: "unauthorized" }];
	if (!body)
		return bad("invalid request: request body must be valid JSON");
	if (!/^[-_A-Za-z0-9]{1,64}$/.test(body.topic ?? ""))
		return bad("invalid topic");
	if (!isText(body.message) || Buffer.byteLength(body.message) > 4096)
		return bad("message");
	if (!Number.isInteger(body.priority) || body.priority < 1 ||
		body.priority > 5)
		return bad("invalid priority parameter");
	if (body.click !== undefined && !/^https:\/\//.test(body.click))
		return bad("click");
	standin.add("ntfy", body);
	return [200, { id: `n${standin.seen.length}`, event: "message",
		time: 0, topic: body.topic, message: body.message }];
}

function eventProblems(body) {
	const errors = [];
	const payload = body.payload;
	if (!["trigger", "acknowledge", "resolve"].includes(body.event_action))
		errors.push("'event_action' is invalid");
	if (body.dedup_key !== undefined && !isText(body.dedup_key, 255))
		errors.push("Length of 'dedup_key' is invalid");
	if (body.event_action !== "trigger") {
		if (body.dedup_key === undefined)
			errors.push("'dedup_key' is missing or blank");
		return errors;
	}
	if (!isText(payload?.summary, 1024))
		errors.push("'payload.summary' is missing or blank");
	if (!isText(payload?.source))
		errors.push("'payload.source' is missing or blank");
	if (!["critical", "error", "warning", "info"]
		.includes(payload?.severity))
		errors.push("'payload.severity' is invalid");
	for (const link of body.links ?? [])
		if (!isText(link.href))
			errors.push("'links[].href' is missing or blank");
	return errors;
}

/** Events API v2: keeps an alert's state per routing and dedup key. */
function pagerduty(standin, request) {
	const body = json(request);
	if (!body || Buffer.byteLength(request.body) > 512 * 1024)
		return [400, { status: "invalid event", message: "not JSON" }];
	if (!/^[0-9a-zA-Z]{32}$/.test(body.routing_key ?? "") ||
		body.routing_key !== ROUTING_KEY)
		return [400, { status: "invalid event",
			message: "Event object is invalid",
			errors: ["'routing_key' is invalid"] }];
	const errors = eventProblems(body);
	if (errors.length > 0)
		return [400, { status: "invalid event",
			message: "Event object is invalid", errors }];
	const key = body.dedup_key ?? `made-up-${standin.seen.length}`;
	const was = standin.alerts.get(key);
	const now = { trigger: was === "acknowledged" ? was : "triggered",
		acknowledge: was && was !== "resolved" ? "acknowledged" : was,
		resolve: was ? "resolved" : was }[body.event_action];
	if (body.event_action !== "trigger" && !(was && was !== "resolved"))
		standin.dropped.push(body);
	if (now)
		standin.alerts.set(key, now);
	standin.add("pagerduty", body);
	return [202, { status: "success", message: "Event processed",
		dedup_key: key }];
}

function opsgenie(standin, request, url) {
	if (request.headers.authorization !== `GenieKey ${GENIE_KEY}`)
		return [401, { message: "Could not authenticate" }];
	const body = json(request);
	if (!body)
		return [400, { message: "Content must be JSON" }];
	const act = url.pathname.match(
		/^\/opsgenie\/v2\/alerts\/([^/]+)\/(acknowledge|close)$/);
	if (act && url.searchParams.get("identifierType") !== "alias")
		return [404, { message: "no alert with that id" }];
	if (!act && (url.pathname !== "/opsgenie/v2/alerts" ||
		!isText(body.message, 130) ||
		(body.alias !== undefined && !isText(body.alias, 512)) ||
		(body.description ?? "").length > 15000 ||
		!/^P[1-5]$/.test(body.priority ?? "P3")))
		return [422, { message: "Request body is not processable" }];
	standin.add("opsgenie", act ? { ...body, action: act[2],
		alias: decodeURIComponent(act[1]) } : body);
	return [202, { result: "Request will be processed", took: 0.1,
		requestId: "43a29c5c-3dbf-4fa4-9c26-f4f71023e120" }];
}

function twilio(standin, request, url) {
	const basic = Buffer.from(`${TWILIO_SID}:${TWILIO_TOKEN}`)
		.toString("base64");
	const refuse = (status, code, message) =>
		[status, { code, message, more_info: "", status }];
	if (request.headers.authorization !== `Basic ${basic}`)
		return refuse(401, 20003, "Authenticate");
	if (request.headers["content-type"] !==
		"application/x-www-form-urlencoded")
		return refuse(415, 20001, "Unsupported content type");
	const kind = url.pathname.match(new RegExp(
		`^/twilio/2010-04-01/Accounts/${TWILIO_SID}/(Messages|Calls)\\.json$`
	))?.[1];
	const form = Object.fromEntries(new URLSearchParams(request.body));
	if (!kind)
		return refuse(404, 20404, "not found");
	for (const name of ["To", "From"])
		if (!/^\+[1-9]\d{6,14}$/.test(form[name] ?? ""))
			return refuse(400, name === "To" ? 21211 : 21212,
				`Invalid '${name}' Phone Number`);
	if (kind === "Messages" && !isText(form.Body, 1600))
		return refuse(400, 21617, "The message body is missing or too long");
	if (kind === "Calls" && !form.Url &&
		!/^<Response>.*<\/Response>$/s.test(form.Twiml ?? ""))
		return refuse(400, 21205, "Url parameter is required.");
	standin.add(kind === "Calls" ? "call" : "sms", form);
	return [201, { sid: `${kind === "Calls" ? "CA" : "SM"}` +
		`${String(standin.seen.length).padStart(32, "0")}`,
		status: "queued", error_code: null, error_message: null }];
}

const routes = [
	["/hook", "webhook", webhook], ["/ntfy/", "ntfy", ntfy],
	["/pagerduty/v2/enqueue", "pagerduty", pagerduty],
	["/opsgenie/", "opsgenie", opsgenie], ["/twilio/", "twilio", twilio],
];

export class Pagers {
	static async start() {
		const standin = new Pagers();
		standin.seen = [];	// {way, at, body}, in order
		standin.alerts = new Map();
		standin.dropped = [];
		standin.failing = new Map();
		standin.refused = [];
		standin.held = [];
		standin.server = http.createServer((request, response) =>
			standin.#take(request, response));
		await new Promise((done) =>
			standin.server.listen(0, "127.0.0.1", done));
		standin.port = standin.server.address().port;
		standin.url = `http://127.0.0.1:${standin.port}`;
		return standin;
	}

	async stop() {
		this.server.closeAllConnections?.();
		await new Promise((done) => this.server.close(done));
	}

	/** From now on; "" = it works again. */
	fail(way, how) {
		this.failing.set(way, how);
	}

	/** What came to somebody who is "late" is taken now, in its order. */
	release(way) {
		this.failing.set(way, "");
		this.held.splice(0).forEach((take) => take());
	}

	add(way, body) {
		this.seen.push({ way, at: performance.now(), body });
	}

	/** What came by this way. */
	of(way) {
		return this.seen.filter((page) => page.way === way)
			.map((page) => page.body);
	}

	#take(request, response) {
		const chunks = [];
		request.on("data", (chunk) => chunks.push(chunk));
		request.on("end", () => {
			request.body = Buffer.concat(chunks).toString("utf8");
			this.#answer(request, response);
		});
	}

	#answer(request, response) {
		const url = new URL(request.url, this.url);
		const route = routes.find(([path]) =>
			url.pathname.startsWith(path));
		const way = route?.[1] !== "twilio" ? route?.[1] :
			/\/Calls/.test(url.pathname) ? "call" : "sms";
		const how = this.failing.get(way);
		if (how === "hang")
			return;
		if (how === "late") {
			this.held.push(() => this.#answer(request, response));
			return;
		}
		if (how === "reset") {
			request.socket.destroy();
			return;
		}
		const [status, body] = how && how !== "mute" ? [how, { error: "told to fail" }] :
			!route || request.method !== "POST" ?
				[404, { error: "no such place" }] :
				route[2](this, request, url);
		if (how === "mute")
			return;
		if (status >= 400)
			this.refused.push({ url: request.url, status, body });
		response.writeHead(status,
			{ "content-type": "application/json" });
		response.end(JSON.stringify(body));
	}
}
