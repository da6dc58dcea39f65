// SPDX-License-Identifier: MIT
//
// trackers: strict stand-ins for GitHub Issues, GitLab Issues and Jira Cloud,
// in one server on loopback: each takes what its real counterpart takes,
// refuses what that refuses with its words, and keeps its issues. Written
// from the vendors' documentation. `fail(way, how)` makes the next writing
// calls misbehave: a status, "hang", or "lost" (done, but the answer does not
// come).
import http from "node:http";

export const GITHUB_TOKEN = "github_pat_test";
export const GITLAB_TOKEN = "glpat-test";
export const JIRA_USER = "incbot@example.com";
export const JIRA_TOKEN = "jira-token";

const isText = (value, max = Infinity) =>
	typeof value === "string" && value.length > 0 && value.length <= max;

/** Only these keys, or their names. */
const surplus = (body, known) =>
	Object.keys(body).filter((key) => !known.includes(key));

function json(request) {
	if (!/^application\/json/.test(request.headers["content-type"] ?? ""))
		return undefined;
	try {
		return JSON.parse(request.body);
	} catch {
		return undefined;
	}
}

// --- GitHub -----------------------------------------------------------------

const invalid = (field) => [422, { message: "Validation Failed",
	errors: [{ resource: "Issue", field, code: "invalid" }],
	documentation_url: "https://docs.github.com/rest" }];

function githubIssue(standin, issue) {
	return { id: issue.number + 1000, node_id: `I_${issue.number}`,
		number: issue.number, title: issue.title, body: issue.body,
		state: issue.closed ? "closed" : "open",
		labels: issue.labels.map((name) => ({ name })),
		assignees: issue.assignees.map((login) => ({ login })),
		html_url: `https://github.com/acme/reliability/issues/${issue.number}`,
		created_at: new Date(issue.created).toISOString(),
		updated_at: new Date(issue.updated).toISOString() };
}

function githubFields(body) {
	const bad = surplus(body, ["title", "body", "labels", "assignees",
		"milestone", "type", "state", "state_reason"]);
	if (bad.length)
		return bad[0];
	if (body.title !== undefined && !isText(body.title, 256))
		return "title";
	if (body.body !== undefined && (typeof body.body !== "string" ||
		body.body.length > 65536))
		return "body";
	if (body.state !== undefined && !["open", "closed"].includes(body.state))
		return "state";
	if (body.assignees?.some((login) => login !== "ben-okafor"))
		return "assignees";
	return undefined;
}

function githubList(standin, url) {
	const since = Date.parse(url.searchParams.get("since") ?? 0);
	const sort = url.searchParams.get("sort") === "updated" ? "updated" :
		"created";
	const size = Number(url.searchParams.get("per_page") ?? 30);
	const all = standin.issues.github.filter((issue) =>
		issue.updated >= since &&
		(url.searchParams.get("state") === "all" || !issue.closed));
	all.sort((a, b) => b[sort] - a[sort] || b.number - a.number);
	const page = Number(url.searchParams.get("page") ?? 1);
	return [200, [{ number: 9999, pull_request: {}, body: null,
		state: "open" }, ...all.map((issue) =>
		githubIssue(standin, issue))]
		.slice((page - 1) * size, page * size)];
}

function github(standin, request, url) {
	if (!request.headers["user-agent"])
		return [403, { message: "Request forbidden by administrative " +
			"rules. Please make sure your request has a User-Agent" }];
	if (request.headers.authorization !== `Bearer ${GITHUB_TOKEN}`)
		return [401, { message: "Bad credentials" }];
	if (request.headers.accept !== "application/vnd.github+json" ||
		request.headers["x-github-api-version"] !== "2022-11-28")
		return [400, { message: "wrong headers" }];
	const at = url.pathname.match(
		/^\/github\/repos\/acme\/reliability(\/issues)?(?:\/(\d+))?(\/comments)?$/);
	if (!at)
		return [404, { message: "Not Found" }];
	if (!at[1])
		return [200, { full_name: "acme/reliability", has_issues: true }];
	const issue = at[2] && standin.issues.github.find((one) =>
		one.number === Number(at[2]));
	if (at[2] && !issue)
		return [404, { message: "Not Found" }];
	if (request.method === "GET")
		return at[3] ? [200, issue.comments.map((body) => ({ body }))] :
			at[2] ? [200, githubIssue(standin, issue)] :
				githubList(standin, url);
	const body = json(request);
	if (!body)
		return [400, { message: "Problems parsing JSON" }];
	if (at[3]) {
		if (!isText(body.body, 65536))
			return invalid("body");
		issue.comments.push(body.body);
		return [201, { id: 1, body: body.body }];
	}
	const bad = githubFields(body);
	if (bad || (!at[2] && !isText(body.title)))
		return invalid(bad ?? "title");
	if (at[2] && request.method === "PATCH") {
		if (body.state)
			standin.set("github", issue, body.state === "closed");
		return [200, githubIssue(standin, issue)];
	}
	if (at[2] || request.method !== "POST")
		return [404, { message: "Not Found" }];
	return [201, githubIssue(standin, standin.create("github", {
		title: body.title, body: body.body, labels: body.labels ?? [],
		assignees: body.assignees ?? [] }))];
}

// --- GitLab -----------------------------------------------------------------

const gitlabIssue = (issue) => ({ id: issue.number + 500, iid: issue.number,
	title: issue.title, description: issue.body,
	state: issue.closed ? "closed" : "opened", due_date: issue.due ?? null,
	labels: issue.labels, created_at: new Date(issue.created).toISOString(),
	updated_at: new Date(issue.updated).toISOString(),
	web_url: `https://gitlab.example/acme/reliability/-/issues/${issue.number}` });

function gitlabList(standin, url) {
	const after = (name) => Date.parse(url.searchParams.get(name) ?? 0);
	const by = url.searchParams.get("order_by") === "updated_at" ?
		"updated" : "created";
	const up = url.searchParams.get("sort") === "asc" ? 1 : -1;
	const all = standin.issues.gitlab.filter((issue) =>
		issue.created >= after("created_after") &&
		issue.updated >= after("updated_after"));
	all.sort((a, b) => up * (a[by] - b[by] || a.number - b.number));
	const size = Number(url.searchParams.get("per_page") ?? 20);
	const page = Number(url.searchParams.get("page") ?? 1);
	return [200, all.slice((page - 1) * size, page * size).map(gitlabIssue)];
}

function gitlab(standin, request, url) {
	if (request.headers.authorization !== `Bearer ${GITLAB_TOKEN}`)
		return [401, { message: "401 Unauthorized" }];
	const at = request.url.match(
		/^\/gitlab\/projects\/acme%2Freliability(\/issues)?(?:\/(\d+))?(\/notes)?(?:\?|$)/);
	if (!at)
		return [404, { message: "404 Project Not Found" }];
	if (!at[1])
		return [200, { id: 7, path_with_namespace: "acme/reliability" }];
	const issue = at[2] && standin.issues.gitlab.find((one) =>
		one.number === Number(at[2]));
	if (at[2] && !issue)
		return [404, { message: "404 Not found" }];
	if (request.method === "GET")
		return at[3] ? [200, issue.comments.map((body) => ({ body }))] :
			at[2] ? [200, gitlabIssue(issue)] :
				gitlabList(standin, url);
	const body = json(request);
	if (!body)
		return [400, { error: "invalid JSON" }];
	if (at[3]) {
		if (!isText(body.body, 1_000_000))
			return [400, { error: "body is missing" }];
		issue.comments.push(body.body);
		return [201, { id: 1, body: body.body }];
	}
	if (at[2]) {
		if (request.method !== "PUT" ||
			!["close", "reopen"].includes(body.state_event))
			return [400, { error: "state_event does not have a valid value" }];
		standin.set("gitlab", issue, body.state_event === "close");
		return [200, gitlabIssue(issue)];
	}
	if (!isText(body.title, 255) ||
		(body.due_date && !/^\d{4}-\d\d-\d\d$/.test(body.due_date)) ||
		(body.labels !== undefined && typeof body.labels !== "string") ||
		(body.description ?? "").length > 1_048_576)
		return [400, { error: "title is missing" }];
	return [201, gitlabIssue(standin.create("gitlab", { title: body.title,
		body: body.description ?? "", due: body.due_date,
		labels: (body.labels ?? "").split(",") }))];
}

// --- Jira -------------------------------------------------------------------

/** What is wrong with an Atlassian document; the least of its schema. */
function badDocument(doc) {
	if (doc?.type !== "doc" || doc.version !== 1 ||
		!Array.isArray(doc.content) || surplus(doc, ["type", "version",
		"content"]).length)
		return "not a document";
	for (const block of doc.content) {
		if (block.type !== "paragraph" ||
			surplus(block, ["type", "content"]).length)
			return "not a paragraph";
		for (const part of block.content)
			if (part.type !== "text" || !isText(part.text) ||
				part.text.includes("\n") ||
				surplus(part, ["type", "text", "marks"]).length)
				return "not a text";
	}
	return JSON.stringify(doc).length > 32767 ? "CONTENT_LIMIT_EXCEEDED" :
		undefined;
}

const refusal = (field, why) => [400, { errorMessages: [],
	errors: { [field]: why } }];

const jiraStatus = (issue) => issue.closed ?
	{ name: "Done", statusCategory: { key: "done" } } :
	{ name: "To Do", statusCategory: { key: "new" } };

function jiraCreate(standin, body) {
	const fields = body?.fields ?? {};
	const bad = badDocument(fields.description);
	if (fields.project?.key !== "OPS")
		return refusal("project", "valid project is required");
	if (!["Task", "Bug"].includes(fields.issuetype?.name))
		return refusal("issuetype", "Specify a valid issue type");
	if (!isText(fields.summary, 255) || /\n/.test(fields.summary))
		return refusal("summary", "The summary is invalid");
	if (bad)
		return refusal("description", bad);
	if (fields.labels?.some((label) => /\s/.test(label)))
		return refusal("labels", "The label contains spaces");
	if (fields.duedate !== undefined &&
		!/^\d{4}-\d\d-\d\d$/.test(fields.duedate))
		return refusal("duedate", "Error parsing date");
	const issue = standin.create("jira", { title: fields.summary,
		body: JSON.stringify(fields.description), due: fields.duedate,
		labels: fields.labels ?? [] });
	return [201, { id: String(10000 + issue.number),
		key: `OPS-${issue.number}`,
		self: `https://acme.atlassian.net/rest/api/3/issue/${10000 + issue.number}` }];
}

function jiraSearch(standin, body) {
	const label = body?.jql?.match(/labels = "([^"]+)"/)?.[1];
	const minutes = body?.jql?.match(/updated >= "-(\d+)m"/)?.[1];
	if (!label || !/^project = "OPS" AND/.test(body.jql) ||
		!Array.isArray(body.fields))
		return [400, { errorMessages: ["Error in the JQL Query"] }];
	const found = standin.issues.jira.filter((issue) =>
		issue.labels.includes(label) && (!minutes ||
		issue.updated >= Date.now() - minutes * 60_000 - 3600_000_000));
	return [200, { issues: found.slice(0, body.maxResults ?? 50)
		.map((issue) => ({ id: String(10000 + issue.number),
			key: `OPS-${issue.number}`,
			self: `https://acme.atlassian.net/rest/api/3/issue/${10000 + issue.number}`,
			fields: { status: jiraStatus(issue),
				labels: issue.labels } })) }];
}

function jiraTransitions(standin, request, issue) {
	const open = [{ id: "11", name: "Start", to: { name: "In Progress",
		statusCategory: { key: "indeterminate" } } },
	{ id: "31", name: "Finish", to: { name: "Done",
		statusCategory: { key: "done" } } }];
	const closed = [{ id: "41", name: "Reopen", to: { name: "To Do",
		statusCategory: { key: "new" } } }];
	const now = issue.closed ? closed : open;
	if (request.method === "GET")
		return [200, { transitions: now }];
	const chosen = now.find((one) =>
		one.id === json(request)?.transition?.id);
	if (!chosen)
		return [400, { errorMessages: ["It seems that you have tried to " +
			"perform an illegal workflow operation."] }];
	standin.set("jira", issue, chosen.to.statusCategory.key === "done");
	return [204, null];
}

/** The newest first; a page holds no more than was asked for, at most 100. */
function jiraComments(standin, issue, query) {
	if (query.get("orderBy") !== "-created")
		return refusal("orderBy", "created, -created");
	const size = Math.min(Number(query.get("maxResults") ?? 50), 100);
	const from = Number(query.get("startAt") ?? 0);
	const all = issue.comments.toReversed();
	return [200, { startAt: from, maxResults: size, total: all.length,
		comments: all.slice(from, from + size).map((body, i) => ({
			id: String(from + i), body: JSON.parse(body),
			created: new Date(standin.now()).toISOString()
				.replace("Z", "+0000") })) }];
}

function jira(standin, request, url) {
	const basic = Buffer.from(`${JIRA_USER}:${JIRA_TOKEN}`)
		.toString("base64");
	if (request.headers.authorization !== `Basic ${basic}`)
		return [401, { errorMessages: ["Client must be authenticated"] }];
	const rest = url.pathname.replace("/jira/rest/api/3", "");
	if (rest === "/project/OPS")
		return [200, { key: "OPS" }];
	if (rest === "/search")
		return [410, { errorMessages: ["The requested API has been removed"] }];
	if (rest === "/search/jql")
		return jiraSearch(standin, json(request));
	if (rest === "/issue" && request.method === "POST")
		return jiraCreate(standin, json(request));
	const at = rest.match(/^\/issue\/OPS-(\d+)\/(transitions|comment)$/);
	const issue = at && standin.issues.jira.find((one) =>
		one.number === Number(at[1]));
	if (!issue)
		return [404, { errorMessages: ["Issue does not exist"] }];
	if (at[2] === "transitions")
		return jiraTransitions(standin, request, issue);
	if (request.method === "GET")
		return jiraComments(standin, issue, url.searchParams);
	const bad = badDocument(json(request)?.body);
	if (bad)
		return refusal("comment", bad);
	issue.comments.push(JSON.stringify(json(request).body));
	return [201, { id: "1" }];
}

const ways = { github, gitlab, jira };

export class Trackers {
	static async start() {
		const standin = new Trackers();
		standin.issues = { github: [], gitlab: [], jira: [] };
		standin.calls = [];
		standin.failing = new Map();
		standin.afterLoss = () => {};
		standin.now = () => Date.now();
		standin.server = http.createServer((request, response) =>
			standin.#take(request, response));
		await new Promise((done) =>
			standin.server.listen(0, "127.0.0.1", done));
		standin.url = `http://127.0.0.1:${standin.server.address().port}`;
		return standin;
	}

	async stop() {
		this.server.closeAllConnections?.();
		await new Promise((done) => this.server.close(done));
	}

	/** The next writing calls; headers go with a status. What happens before
	 * anybody can look for what was lost is in afterLoss(). */
	fail(way, how, times = 1, headers = {}, body = undefined) {
		this.failing.set(way, { how, times, headers, body });
	}

	create(way, issue) {
		const made = { closed: false, comments: [], labels: [],
			assignees: [], created: this.now(), updated: this.now(),
			number: this.issues[way].length + 41, ...issue };
		this.issues[way].push(made);
		return made;
	}

	/** Closed or opened, by whomever. */
	set(way, issue, closed) {
		issue.closed = closed;
		issue.updated = this.now();
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
		const way = url.pathname.split("/")[1];
		const fault = this.failing.get(way);
		const writes = request.method !== "GET" &&
			!url.pathname.endsWith("/search/jql");
		const faulty = fault && fault.times > 0 && writes;
		this.calls.push({ way, method: request.method, url: request.url });
		if (faulty)
			fault.times--;
		if (faulty && fault.how === "hang")
			return;
		const failed = faulty && fault.how !== "lost";
		const [status, body] = failed ?
			[fault.how, fault.body ?? { message: "told to fail" }] :
			ways[way]?.(this, request, url) ?? [404, {}];
		if (faulty && fault.how === "lost") {
			this.afterLoss();
			request.socket.destroy();
			return;
		}
		response.writeHead(status, { "content-type": "application/json",
			...(failed ? fault.headers : {}) });
		response.end(body === null ? "" : JSON.stringify(body));
	}
}
