// The Markdown that lessons use: headings, paragraphs, lists, code, emphasis, links to actions.

const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text) => text.replace(/[&<>"]/g, (c) => escapes[c]);

function inline(text) {
  return escaped(text)
    .replace(/`([^`]+)`/g, '<code>$1</code>')
    .replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
    .replace(/\*([^*]+)\*/g, '<em>$1</em>')
    .replace(/\[([^\]]+)\]\(do:([^)]+)\)/g, '<button type="button" class="action" data-do="$2">$1</button>');
}

/** The settings between two lines `---` at the beginning, and the text behind them. */
export function frontMatter(text) {
  const match = /^---\n(.*?)\n---\n(.*)$/s.exec(text);
  const settings = {};
  for (const line of (match?.[1] ?? '').split('\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) settings[line.slice(0, colon).trim()] = line.slice(colon + 1).trim();
  }
  return { settings, body: match?.[2] ?? text };
}

/** HTML of a text; links `[words](do:action)` become buttons. */
export function html(text) {
  return text
    .trim()
    .split(/\n\s*\n(?![^`]*```\s*$)/)
    .map(block)
    .join('\n');
}

function block(text) {
  const fence = /^```\w*\n(.*?)\n?```$/s.exec(text.trim());
  if (fence) return `<pre><code>${escaped(fence[1])}</code></pre>`;
  const heading = /^(#{1,3}) (.*)$/.exec(text);
  if (heading) return `<h${heading[1].length + 1}>${inline(heading[2])}</h${heading[1].length + 1}>`;
  if (/^(?:[-*]|\d+\.) /.test(text)) {
    const tag = /^\d/.test(text) ? 'ol' : 'ul';
    const items = text.split(/\n(?=(?:[-*]|\d+\.) )/);
    return `<${tag}>${items.map((i) => `<li>${inline(i.replace(/^(?:[-*]|\d+\.) /, ''))}</li>`).join('')}</${tag}>`;
  }
  if (text.startsWith('> ')) return `<blockquote>${inline(text.replace(/^> ?/gm, ''))}</blockquote>`;
  return `<p>${inline(text)}</p>`;
}
