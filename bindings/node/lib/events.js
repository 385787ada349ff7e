// What a program hears of a client.
'use strict';

/** Listeners of a client, by event. */
class Events {
  #listeners = new Map();

  on(name, listener) {
    this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), listener]);
  }

  off(name, listener) {
    this.#listeners.set(name, (this.#listeners.get(name) ?? []).filter((each) => each !== listener));
  }

  emit(name, data) {
    for (const listener of this.#listeners.get(name) ?? []) listener(data);
  }

  has(name) {
    return this.#listeners.get(name)?.length > 0;
  }
}

module.exports = { Events };
