// Text of assembly, IR and C in coloured pieces: [class, text] each.

const RULES = {
  assembly: /(#.*$)|("(?:[^"\\]|\\.)*")|(^\s*[.\w$]+:)|(\.[a-z_][\w.]*)|(%\w+(?=\())|\b(zero|ra|sp|gp|tp|f?[ats]\d{1,2}|x\d{1,2}|f\d{1,2}|rne|rtz|rdn|rup|rmm|dyn)\b|(-?\b(?:0x[\da-f]+|\d+)\b)/gi,
  ir: /(;.*$)|("(?:[^"\\]|\\.)*")|(^[\w.$]+(?=\(|:))|(@[\w.$]+)|(%\d+)|\b([if](?:8|16|32|64)|ptr)\b|(-?\b(?:0x[\da-f]+|\d[\d.]*(?:e[+-]?\d+)?)\b)/gi,
};

const CLASSES = {
  assembly: ['comment', 'string', 'label', 'directive', 'reloc', 'register', 'number'],
  ir: ['comment', 'string', 'label', 'symbol', 'register', 'type', 'number'],
};

const MNEMONIC = /^(\s*)([a-z][\w.]*)/i;

const cache = new Map();

/** The pieces of a line; language: assembly or ir. */
export function painted(text, language) {
  const key = language + text;
  const known = cache.get(key);
  if (known) return known;
  if (cache.size > 20_000) cache.clear();
  const pieces = pieces_(text, language);
  cache.set(key, pieces);
  return pieces;
}

function pieces_(text, language) {
  const pieces = [];
  let last = 0;
  for (const match of text.matchAll(RULES[language])) {
    if (match.index > last) pieces.push(['', text.slice(last, match.index)]);
    const which = match.slice(1).findIndex((m) => m !== undefined);
    pieces.push([CLASSES[language][which], match[0]]);
    last = match.index + match[0].length;
  }
  if (last < text.length) pieces.push(['', text.slice(last)]);
  if (language === 'assembly' && pieces[0]?.[0] === '') {
    const match = MNEMONIC.exec(pieces[0][1]);
    if (match) {
      const rest = pieces[0][1].slice(match[0].length);
      pieces.splice(0, 1, ['', match[1]], ['mnemonic', match[2]], ['', rest]);
    }
  } else if (language === 'ir') {
    pieces.forEach((piece, i) => {
      const word = piece[0] === '' ? /^(\s*(?:= )?)([a-z][\w.]*)(.*)$/s.exec(piece[1]) : null;
      if (word && (i === 0 || word[1].includes('='))) {
        pieces.splice(i, 1, ['', word[1]], ['mnemonic', word[2]], ['', word[3]]);
      }
    });
  }
  return pieces;
}
