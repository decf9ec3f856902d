// The program that runs, and its terminal: lines are edited here and sent when they are complete.

import { ask, bytesOf, listen } from './api.js';
import { state as app } from './state.svelte.js';

const RED = '\x1b[31m';
const DIM = '\x1b[2m';
const PLAIN = '\x1b[0m';

class Runner {
  running = $state(false);
  status = $state('');
  /** All that the last run wrote. */
  output = $state('');
  #terminal = null;
  #id = '';
  #line = '';
  #abort = null;
  #kept = [];

  attach(terminal) {
    this.#terminal = terminal;
    terminal.onData((data) => this.#typed(data));
    if (this.#kept.length) this.#kept.forEach((part) => terminal.write(part));
    else this.#write(`${DIM}Ctrl+Enter runs the program.\r\nType its input here.${PLAIN}\r\n`);
  }

  detach() {
    this.#terminal = null;
  }

  #write(part) {
    this.#kept.push(part);
    if (this.#kept.length > 4000) this.#kept.splice(0, 2000);
    this.#terminal?.write(part);
  }

  async run() {
    await this.stop();
    const own = (this.#abort = new AbortController());
    this.#kept = [];
    this.#terminal?.reset();
    this.#line = '';
    this.output = '';
    this.running = true;
    this.status = 'compiling …';
    const decoder = new TextDecoder();
    try {
      await listen(
        'run',
        { source: app.source, options: app.options, arguments: app.arguments.split(/\s+/).filter(Boolean) },
        {
          built: ({ good, messages }) => {
            if (messages) this.#write(`${good ? DIM : RED}${messages}${PLAIN}`);
            this.status = good ? 'starting …' : 'does not compile';
          },
          started: ({ id }) => {
            this.#id = id;
            this.status = 'running …';
          },
          wrote: ({ stream, base64 }) => {
            const bytes = bytesOf(base64);
            this.output += decoder.decode(bytes, { stream: true });
            if (stream === 2) this.#write(RED);
            this.#write(bytes);
            if (stream === 2) this.#write(PLAIN);
          },
          ended: (end) => this.#ended(end),
        },
        own.signal,
      );
    } catch (e) {
      if (!own.signal.aborted) {
        this.status = e.message;
        this.#write(`${RED}${e.message}${PLAIN}\r\n`);
      }
    }
    if (this.#abort === own) this.running = false;
  }

  #ended({ kind, status, message, instructions, milliseconds }) {
    const count = instructions.toLocaleString('en');
    this.status =
      kind === 'exited' ? `exit status ${status}; ${count} instructions in ${Math.round(milliseconds)} ms`
      : kind === 'stopped' ? 'stopped'
      : `ended: ${kind.replaceAll('_', ' ')}`;
    if (message) this.#write(`\r\n${RED}${message}${PLAIN}\r\n`);
    this.#write(`\r\n${DIM}[${this.status}]${PLAIN}\r\n`);
    this.running = false;
    app.announcement = `The program ended: ${this.status}`;
  }

  async stop() {
    if (!this.running) return;
    const id = this.#id;
    this.#abort?.abort();
    this.running = false;
    this.status = 'stopped';
    this.#write(`\r\n${DIM}[stopped]${PLAIN}\r\n`);
    await ask('stop', { run: id }).catch(() => {});
  }

  /** A line discipline as terminals have: echo, backspace, Ctrl+C, Ctrl+D. */
  #typed(data) {
    if (!this.running) return;
    for (const key of data.startsWith('\x1b') ? [] : data) {
      if (key === '\r') {
        this.#write('\r\n');
        this.#send({ text: `${this.#line}\n` });
        this.#line = '';
      } else if (key === '\x7f') {
        if (this.#line) {
          this.#line = [...this.#line].slice(0, -1).join('');
          this.#write('\b \b');
        }
      } else if (key === '\x03') {
        this.stop();
      } else if (key === '\x04') {
        this.#send(this.#line ? { text: this.#line } : { text: '', end: true });
        this.#line = '';
      } else if (key >= ' ') {
        this.#line += key;
        this.#write(key);
      }
    }
  }

  #send(input) {
    ask('input', { run: this.#id, ...input }).catch(() => {});
  }
}

export const runner = new Runner();
