// SPDX-License-Identifier: MIT
//
// mail: a real mail server (npm's smtp-server) on loopback that takes nothing
// in the clear, whose answers are scripted, and a reader that is no relative of
// incbot's (Python's email package).
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import smtpServer from "smtp-server";

const { SMTPServer } = smtpServer;
export const PASSWORD = "correct-horse";
export const dir = fs.mkdtempSync(path.join(os.tmpdir(), "incbot-mail-"));
export const key = path.join(dir, "key.pem"), certificate = path.join(dir, "ca.pem");

/** A mail server that takes nothing in the clear; answers are scripted. */
export class Mail {
	static async start(options = {}) {
		const mail = new Mail();
		mail.letters = [];
		mail.refuse = () => undefined;	// (address) => [code, text]
		mail.logins = [];
		mail.loseAnswer = false;	// to the next letter, once
		mail.server = new SMTPServer({
			name: "mail.example.com", banner: "test",
			key: fs.readFileSync(key),
			cert: fs.readFileSync(certificate),
			authMethods: ["PLAIN", "LOGIN"], logger: false,
			onAuth: (auth, session, done) => mail.#login(auth,
				session, done),
			onRcptTo: (address, session, done) => {
				const no = mail.refuse(address.address);
				done(no && Object.assign(new Error(no[1]),
					{ responseCode: no[0] }));
			},
			onData: (stream, session, done) => {
				const chunks = [];
				stream.on("data", (c) => chunks.push(c));
				stream.on("end", () => {
					mail.letters.push({ session: { ...session,
						envelope: { ...session.envelope } },
					raw: Buffer.concat(chunks)
						.toString("latin1") });
					if (mail.loseAnswer)
						mail.#cut(session);
					else
						done();
				});
			},
			...options,
		});
		mail.server.on("error", () => {});
		await new Promise((done) =>
			mail.server.listen(0, "127.0.0.1", done));
		mail.port = mail.server.server.address().port;
		return mail;
	}

	#login(auth, session, done) {
		this.logins.push({ secure: session.secure, method: auth.method,
			user: auth.username });
		if (auth.username === "incbot" && auth.password === PASSWORD)
			done(null, { user: "incbot" });
		else
			done(Object.assign(new Error("no"),
				{ responseCode: 535 }));
	}

	/** The letter is taken, and nobody hears of it. */
	#cut(session) {
		this.loseAnswer = false;
		for (const connection of this.server.connections)
			if (connection.session.id === session.id)
				connection._socket.destroy();
	}

	stop() {
		return new Promise((done) => this.server.close(done));
	}

	/** Its text, read once. */
	read(letter) {
		letter.text ??= read(letter.raw);
		return letter.text;
	}

	find(pattern) {
		return this.letters.find((l) => pattern.test(this.read(l)));
	}
}

/** The letter as Python's mail package, no relative of ours, reads it. */
export function read(raw) {
	return execFileSync("python3", ["-c", `
import sys, email, email.policy
m = email.message_from_bytes(sys.stdin.buffer.read(),
    policy=email.policy.default)
assert not m.defects, m.defects
for name in ("Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted"):
    assert len(m.get_all(name)) == 1 and not m[name].defects, name
    print(name + ": " + m[name])
print("\\n".join("In-Reply-To: " + x for x in m.get_all("In-Reply-To", [])))
print()
print(m.get_content())`], { input: Buffer.from(raw, "latin1"),
		encoding: "utf8" });
}

/** A key and a certificate for localhost, once, before any server starts. */
export function makeCertificate() {
	execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048",
		"-nodes", "-keyout", key, "-out", certificate, "-days", "2",
		"-subj", "/CN=localhost", "-addext",
		"subjectAltName=DNS:localhost"], { stdio: "ignore" });
}
