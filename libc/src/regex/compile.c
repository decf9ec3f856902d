/* Basic and extended regular expressions (POSIX, Base Definitions 9) to a program, by recursive
 * descent: alternatives, sequences, pieces with repetition, atoms. */
#include <ctype.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include "program.h"

enum { REPEAT_MAX = 255, DEPTH_MAX = 250, CODE_MAX = 1 << 20, BACKSLASH = 256 };

struct reader {
  struct program *p;
  const char *at, *start;
  int extended, error, depth;
  unsigned open; /* groups 1 to 9 that are complete, as bits */
};

static int fail(struct reader *r, int error) {
  if (!r->error) r->error = error;
  return 0;
}

/* Appends an instruction; its index. */
static int emit(struct reader *r, enum op op, int x, int y) {
  struct program *p = r->p;
  if (p->length == p->room) {
    int room = p->room ? p->room * 2 : 64;
    struct instruction *code = room > CODE_MAX ? 0 : realloc(p->code, (size_t)room * sizeof *code);
    if (!code) {
      fail(r, REG_ESPACE);
      return 0;
    }
    p->code = code;
    p->room = room;
  }
  p->code[p->length] = (struct instruction){op, x, y};
  return p->length++;
}

/* Makes room for an instruction at an index: what follows moves, and its jumps with it. */
static void insert(struct reader *r, int at, enum op op, int x, int y) {
  emit(r, OP_MATCH, 0, 0);
  if (r->error) return;
  struct instruction *code = r->p->code;
  memmove(code + at + 1, code + at, (size_t)(r->p->length - 1 - at) * sizeof *code);
  code[at] = (struct instruction){op, x, y};
  for (int i = at + 1; i < r->p->length; i++) {
    if (code[i].op == OP_SPLIT || code[i].op == OP_JUMP) {
      code[i].x += code[i].x >= at;
      code[i].y += code[i].op == OP_SPLIT && code[i].y >= at;
    }
  }
}

/* The next token: a character, or BACKSLASH + the character that is escaped. */
static int token(const struct reader *r) {
  unsigned char c = (unsigned char)*r->at;
  return c == '\\' && r->at[1] ? BACKSLASH + (unsigned char)r->at[1] : c;
}

static void skip(struct reader *r) {
  r->at += token(r) >= BACKSLASH ? 2 : 1;
}

/* Whether the next token is a special character: bare in extended, escaped in basic expressions. */
static int is(const struct reader *r, char c) {
  return token(r) == (r->extended ? 0 : BACKSLASH) + c;
}

static void add(struct set *s, int c, int flags) {
  s->bits[c / 32] |= 1u << c % 32;
  if (flags & REG_ICASE) {
    int other = islower(c) ? toupper(c) : tolower(c);
    s->bits[other / 32] |= 1u << other % 32;
  }
}

static int add_class(struct set *s, const char *name, size_t n, int flags) {
  static const struct {
    const char *name;
    int (*is)(int);
  } classes[] = {{"alnum", isalnum}, {"alpha", isalpha}, {"blank", isblank}, {"cntrl", iscntrl},
                 {"digit", isdigit}, {"graph", isgraph}, {"lower", islower}, {"print", isprint},
                 {"punct", ispunct}, {"space", isspace}, {"upper", isupper}, {"xdigit", isxdigit}};
  for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
    if (strlen(classes[i].name) == n && !memcmp(classes[i].name, name, n)) {
      for (int c = 1; c < 256; c++)
        if (classes[i].is(c)) add(s, c, flags);
      return 1;
    }
  }
  return 0;
}

static int new_set(struct reader *r) {
  struct program *p = r->p;
  struct set *sets = realloc(p->sets, (size_t)(p->set_count + 1) * sizeof *sets);
  if (!sets) return fail(r, REG_ESPACE);
  p->sets = sets;
  memset(&sets[p->set_count], 0, sizeof *sets);
  return p->set_count++;
}

/* One end of a range: a character, [.c.] or [=c=]. */
static int element(struct reader *r) {
  if (r->at[0] == '[' && (r->at[1] == '.' || r->at[1] == '=')) {
    char kind = r->at[1];
    int c = (unsigned char)r->at[2];
    if (!c || r->at[3] != kind || r->at[4] != ']') return fail(r, REG_ECOLLATE);
    r->at += 5;
    return c;
  }
  return (unsigned char)*r->at++;
}

/* A bracket expression; r->at is behind the bracket. */
static void bracket(struct reader *r) {
  int index = new_set(r), negated = *r->at == '^', flags = r->p->flags;
  r->at += negated;
  const char *first = r->at;
  struct set s = {{0}};
  while (!r->error && (*r->at != ']' || r->at == first)) {
    if (!*r->at) {
      fail(r, REG_EBRACK);
      return;
    }
    if (r->at[0] == '[' && r->at[1] == ':') {
      const char *end = strstr(r->at + 2, ":]");
      if (!end || !add_class(&s, r->at + 2, (size_t)(end - r->at - 2), flags)) {
        fail(r, end ? REG_ECTYPE : REG_EBRACK);
        return;
      }
      r->at = end + 2;
      continue;
    }
    int low = element(r), high = low;
    if (r->at[0] == '-' && r->at[1] && r->at[1] != ']') {
      r->at++;
      high = element(r);
      if (high < low) fail(r, REG_ERANGE);
    }
    for (int c = low; c <= high; c++) add(&s, c, flags);
  }
  r->at++;
  if (negated) {
    for (int i = 0; i < 8; i++) s.bits[i] = ~s.bits[i];
    if (flags & REG_NEWLINE) s.bits['\n' / 32] &= ~(1u << '\n' % 32);
  }
  s.bits[0] &= ~1u;
  if (r->error) return;
  r->p->sets[index] = s;
  emit(r, OP_SET, index, 0);
}

static void named_set(struct reader *r, const char *class, int negated, int underscore) {
  int index = new_set(r);
  if (r->error) return;
  struct set *s = &r->p->sets[index];
  add_class(s, class, strlen(class), 0);
  if (underscore) add(s, '_', 0);
  for (int i = 0; negated && i < 8; i++) s->bits[i] = ~s->bits[i];
  s->bits[0] &= ~1u;
  emit(r, OP_SET, index, 0);
}

static void literal(struct reader *r, int c) {
  if (r->p->flags & REG_ICASE && isalpha(c)) {
    int index = new_set(r);
    if (r->error) return;
    add(&r->p->sets[index], c, REG_ICASE);
    emit(r, OP_SET, index, 0);
  } else {
    emit(r, OP_CHAR, c, 0);
  }
}

static void alternatives(struct reader *);

static void group(struct reader *r) {
  int number = r->p->groups++;
  if (++r->depth > DEPTH_MAX) {
    fail(r, REG_ESPACE);
    return;
  }
  emit(r, OP_SAVE, 2 * number, 0);
  alternatives(r);
  emit(r, OP_SAVE, 2 * number + 1, 0);
  r->depth--;
  if (!is(r, ')')) {
    fail(r, REG_EPAREN);
    return;
  }
  skip(r);
  if (number < 10) r->open |= 1u << number;
}

/* An escaped character that is none of the repetition or grouping ones. */
static void escaped(struct reader *r, int c) {
  static const char edges[] = "bB<>";
  const char *edge = strchr(edges, c);
  if (c >= '1' && c <= '9') {
    if (!(r->open >> (c - '0') & 1)) fail(r, REG_ESUBREG);
    emit(r, OP_BACK, c - '0', 0);
    r->p->has_back = 1;
  } else if (c == 'w' || c == 'W') {
    named_set(r, "alnum", c == 'W', 1);
  } else if (c == 's' || c == 'S') {
    named_set(r, "space", c == 'S', 0);
  } else if (edge) {
    emit(r, OP_EDGE, (int)(edge - edges), 0);
  } else {
    literal(r, c);
  }
}

/* Whether an anchor can stand here: in basic expressions only at the ends. */
static int anchors_start(const struct reader *r, const char *sequence) {
  return r->extended || r->at == sequence;
}
static int anchors_end(const struct reader *r) {
  return r->extended || !r->at[1] || (r->at[1] == '\\' && (r->at[2] == ')' || r->at[2] == '|'));
}

static void atom(struct reader *r, const char *sequence) {
  int t = token(r), starts = anchors_start(r, sequence), ends = anchors_end(r), opens = is(r, '(');
  skip(r);
  if (opens) {
    group(r);
    return;
  }
  if (t == '[') {
    bracket(r);
  } else if (t == '.') {
    emit(r, OP_ANY, 0, 0);
  } else if (t == '\\') {
    fail(r, REG_EESCAPE);
  } else if (t == '^' && starts) {
    emit(r, OP_LINE_START, 0, 0);
  } else if (t == '$' && ends) {
    emit(r, OP_LINE_END, 0, 0);
  } else if (t >= BACKSLASH) {
    escaped(r, t - BACKSLASH);
  } else {
    literal(r, t);
  }
}

static int number(struct reader *r) {
  int value = -1;
  while (isdigit((unsigned char)*r->at) && value <= REPEAT_MAX) value = (value < 0 ? 0 : value * 10) + *r->at++ - '0';
  if (value > REPEAT_MAX) fail(r, REG_BADBR);
  return value;
}

/* {m}, {m,} or {m,n}; -1 for no limit. */
static void interval(struct reader *r, int *least, int *most) {
  *least = number(r);
  *most = *least;
  if (*r->at == ',') {
    r->at++;
    *most = number(r);
  } else if (*least < 0) {
    fail(r, REG_BADBR);
  }
  if (*least < 0) *least = 0;
  if (*most >= 0 && *most < *least) fail(r, REG_BADBR);
  if (!is(r, '}')) {
    fail(r, *r->at ? REG_BADBR : REG_EBRACE);
    return;
  }
  skip(r);
}

/* Copies the code of a piece to the end, its jumps with it. */
static void copy(struct reader *r, const struct instruction *piece, int length, int from) {
  int shift = r->p->length - from;
  for (int i = 0; i < length && !r->error; i++) {
    struct instruction c = piece[i];
    int jumps = c.op == OP_SPLIT || c.op == OP_JUMP;
    emit(r, c.op, jumps ? c.x + shift : c.x, c.op == OP_SPLIT ? c.y + shift : c.y);
  }
}

static void star(struct reader *r, int from) {
  int slot = r->p->slots++;
  insert(r, from, OP_SAVE, slot, 0);
  emit(r, OP_PROGRESS, slot, 0);
  insert(r, from, OP_SPLIT, 0, 0);
  emit(r, OP_JUMP, from, 0);
  if (r->error) return;
  r->p->code[from].x = from + 1;
  r->p->code[from].y = r->p->length;
}

static void optional(struct reader *r, int from) {
  insert(r, from, OP_SPLIT, from + 1, 0);
  if (!r->error) r->p->code[from].y = r->p->length;
}

/* Makes a piece that has been compiled once match `least` to `most` times. */
static void repeat(struct reader *r, int from, int least, int most) {
  int length = r->p->length - from;
  struct instruction *piece = malloc((size_t)(length + 1) * sizeof *piece);
  if (!piece) {
    fail(r, REG_ESPACE);
    return;
  }
  memcpy(piece, r->p->code + from, (size_t)length * sizeof *piece);
  r->p->length = from;
  for (int i = 0; i < least; i++) copy(r, piece, length, from);
  if (most < 0) {
    int at = r->p->length;
    copy(r, piece, length, from);
    star(r, at);
  }
  /* x{0,3} is (x(x(x)?)?)?: each option lies in the one before. */
  int starts[REPEAT_MAX + 1], options = 0;
  for (int i = least; i < most; i++) {
    starts[options++] = emit(r, OP_SPLIT, r->p->length + 1, 0);
    copy(r, piece, length, from);
  }
  if (!r->error)
    for (int i = 0; i < options; i++) r->p->code[starts[i]].y = r->p->length;
  free(piece);
}

/* Applies the repetitions behind an atom. */
static void repetitions(struct reader *r, int from) {
  while (!r->error) {
    int least, most;
    if (token(r) == '*') {
      least = 0, most = -1;
    } else if (is(r, '+')) {
      least = 1, most = -1;
    } else if (is(r, '?')) {
      least = 0, most = 1;
    } else if (is(r, '{')) {
      skip(r);
      interval(r, &least, &most);
      if (!r->error) repeat(r, from, least, most);
      continue;
    } else {
      return;
    }
    skip(r);
    if (most == 1) optional(r, from);
    else if (least == 0) star(r, from);
    else repeat(r, from, 1, -1);
  }
}

static void sequence(struct reader *r) {
  const char *start = r->at;
  int any = 0;
  while (!r->error && *r->at && !is(r, '|') && !(is(r, ')') && r->depth > 0)) {
    int from = r->p->length, t = token(r);
    int bare = t == '*' || (r->extended && (t == '+' || t == '?' || t == '{'));
    if (bare && r->extended && !any) {
      fail(r, REG_BADRPT);
      return;
    }
    if (r->extended && t == ')') {
      /* By itself it is a character. */
      skip(r);
      literal(r, ')');
    } else if (bare && !any) {
      /* In a basic expression a star that nothing stands before is a character. */
      skip(r);
      literal(r, '*');
    } else {
      atom(r, start);
    }
    int anchor = r->p->length > from && r->p->code[from].op == OP_LINE_START;
    if (anchor && !r->extended) continue; /* a star behind it is a character */
    repetitions(r, from);
    any = 1;
  }
}

static void alternatives(struct reader *r) {
  int from = r->p->length, to_end = -1 - r->depth; /* where the jumps of this depth go: not known yet */
  sequence(r);
  while (!r->error && is(r, '|')) {
    skip(r);
    /* Both ways, then a jump from the end of the first over the second. */
    insert(r, from, OP_SPLIT, from + 1, 0);
    emit(r, OP_JUMP, to_end, 0);
    if (r->error) return;
    r->p->code[from].y = r->p->length;
    from = r->p->length;
    sequence(r);
  }
  for (int i = 0; i < r->p->length && !r->error; i++)
    if (r->p->code[i].op == OP_JUMP && r->p->code[i].x == to_end) r->p->code[i].x = r->p->length;
}

int regcomp(regex_t *restrict out, const char *restrict pattern, int flags) {
  struct program *p = calloc(1, sizeof *p);
  if (!p) return REG_ESPACE;
  struct reader r = {p, pattern, pattern, flags & REG_EXTENDED, 0, 0, 0};
  p->flags = flags;
  p->groups = 1;
  /* Slots of loops come after those of groups, of which there are at most as many as parentheses. */
  p->slots = 2;
  for (const char *c = pattern; *c; c++) p->slots += *c == '(' ? 2 : 0;
  emit(&r, OP_SAVE, 0, 0);
  alternatives(&r);
  emit(&r, OP_SAVE, 1, 0);
  emit(&r, OP_MATCH, 0, 0);
  if (!r.error && *r.at) r.error = REG_EPAREN;
  out->__program = p;
  out->re_nsub = (size_t)p->groups - 1;
  if (r.error) regfree(out);
  return r.error;
}

void regfree(regex_t *expression) {
  struct program *p = expression->__program;
  if (!p) return;
  free(p->code);
  free(p->sets);
  free(p);
  expression->__program = 0;
}

size_t regerror(int error, const regex_t *restrict expression, char *restrict out, size_t size) {
  static const char *const messages[] = {
      "Success", "No match", "Invalid regular expression", "Invalid collation character",
      "Invalid character class name", "Trailing backslash", "Invalid back reference",
      "Unmatched [, [^, [:, [., or [=", "Unmatched ( or \\(", "Unmatched \\{",
      "Invalid content of \\{\\}", "Invalid range end", "Memory exhausted",
      "Invalid preceding regular expression"};
  (void)expression;
  const char *text = (unsigned)error < sizeof messages / sizeof *messages ? messages[error] : "Unknown error";
  size_t n = strlen(text) + 1;
  if (size) {
    size_t copied = n < size ? n : size;
    memcpy(out, text, copied);
    out[copied - 1] = 0;
  }
  return n;
}
