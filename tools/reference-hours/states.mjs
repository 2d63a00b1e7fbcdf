// Asks the reference evaluator for the states of every expression at every instant of
// tests/opening_hours and writes them down. Usage: npm ci && npm run states
import { readFileSync, writeFileSync } from 'node:fs';
import OpeningHours from 'opening_hours';

const folder = new URL('../../tests/opening_hours/', import.meta.url);
const place = {
  lat: '53.707',
  lon: '9.993',
  address: { country_code: 'de', state: 'Schleswig-Holstein' },
};

/** The lines of a list, without blank ones and comments. */
const lines = (name) =>
  readFileSync(new URL(name, folder), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'));

/** The expression, read; a failure names it. */
const read = (expression) => {
  try {
    return new OpeningHours(expression, place, { locale: 'de' });
  } catch (problem) {
    throw new Error(`${expression}: ${problem}`);
  }
};

const instants = lines('instants.txt').map((line) => new Date(line.split(' ')[0]));
const letters = { open: 'o', close: 'c', unknown: 'u' };
const rows = lines('expressions.txt').map((expression) => {
  const hours = read(expression);
  const states = instants.map((instant) => letters[hours.getStateString(instant)]);
  return `${states.join('')} ${expression}`;
});
writeFileSync(new URL('expected.txt', folder), `${rows.join('\n')}\n`);
console.log(`${rows.length} expressions at ${instants.length} instants`);
