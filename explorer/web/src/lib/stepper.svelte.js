// The program that is stepped, and what it looked like before the last step.

import { ask, bytesOf } from './api.js';
import { commands } from './keys.svelte.js';
import { state as app } from './state.svelte.js';

const ACTIONS = {
  F8: ['continue', 'continueBack'],
  F10: ['line', 'lineBack'],
  F11: ['step', 'back'],
};

class Stepper {
  state = $state.raw(null);
  before = $state.raw(null);
  busy = $state(false);
  problem = $state('');
  output = $state('');
  memory = $state('sp');
  input = $state('');
  /** The latest moment that has been reached. */
  horizon = $state(0);
  /** The program that is being stepped: when it changes, addresses mean nothing any more. */
  #of = '';

  get stale() {
    return this.state !== null && this.#of !== app.source + app.options;
  }

  async #ask(path, body) {
    if (this.busy) return;
    this.busy = true;
    this.problem = '';
    try {
      this.#take(await ask(path, { memory: this.memory, breakpoints: app.breakpoints.map(String), ...body }));
    } catch (e) {
      this.problem = e.message;
    }
    this.busy = false;
  }

  #take(next) {
    this.before = this.state?.session === next.session ? this.state : null;
    this.state = next;
    this.horizon = this.before ? Math.max(this.horizon, next.time) : next.time;
    this.output += new TextDecoder().decode(bytesOf(next.output));
    app.at = next.alive ? { line: next.line, pc: next.pc, words: [next.word] } : null;
    app.announcement = `${next.reason}${next.line ? `, line ${next.line}` : ''}`;
  }

  async start() {
    this.output = '';
    this.state = null;
    this.#of = app.source + app.options;
    await this.#ask('step-start', {
      source: app.source, options: app.options, input: this.input, arguments: app.arguments.split(/\s+/).filter(Boolean),
    });
  }

  async act(action, count = 1) {
    if (!this.state || (this.stale && action !== 'look')) return this.start();
    await this.#ask('step', { action, count });
  }

  key(key, shift) {
    app.show('machine');
    return this.act(ACTIONS[key][shift ? 1 : 0]);
  }
}

export const stepper = new Stepper();
commands.step = (key, shift) => key in ACTIONS && stepper.key(key, shift);
