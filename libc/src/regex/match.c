/* Running a program: leftmost, then longest. From each start all ways are followed, each pair of
 * instruction and position once (so the time is their product); of the matches that end last the
 * first way found sets the groups. Back references make the past matter: then ways are followed
 * again and again. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include "program.h"

/* A way that has been put off, or a slot to set back. */
struct task {
  int pc; /* -1 - slot: restore the slot */
  regoff_t at;
};

struct run {
  const struct program *p;
  const char *text;
  size_t length;
  int flags;
  regoff_t *slots, *best;
  unsigned char *visited;
  struct task *stack;
  size_t height, room;
};

static int push(struct run *r, int pc, regoff_t at) {
  if (r->height == r->room) {
    size_t room = r->room ? r->room * 2 : 256;
    struct task *stack = realloc(r->stack, room * sizeof *stack);
    if (!stack) return 0;
    r->stack = stack;
    r->room = room;
  }
  r->stack[r->height++] = (struct task){pc, at};
  return 1;
}

static int is_word(const struct run *r, regoff_t at) {
  if (at < 0 || at >= (regoff_t)r->length) return 0;
  unsigned char c = (unsigned char)r->text[at];
  return isalnum(c) || c == '_';
}

static int at_edge(const struct run *r, int kind, regoff_t at) {
  int before = is_word(r, at - 1), after = is_word(r, at);
  switch (kind) {
    case 0: return before != after;
    case 1: return before == after;
    case 2: return !before && after;
    default: return before && !after;
  }
}

static int at_line_start(const struct run *r, regoff_t at) {
  return at == 0 ? !(r->flags & REG_NOTBOL) : r->p->flags & REG_NEWLINE && r->text[at - 1] == '\n';
}

static int at_line_end(const struct run *r, regoff_t at) {
  return at == (regoff_t)r->length ? !(r->flags & REG_NOTEOL) : r->p->flags & REG_NEWLINE && r->text[at] == '\n';
}

/* The length of what a group matched if it stands here again, else -1. */
static regoff_t again(const struct run *r, int group, regoff_t at) {
  regoff_t from = r->slots[2 * group], n = r->slots[2 * group + 1] - from;
  if (from < 0 || n < 0 || at + n > (regoff_t)r->length) return -1;
  for (regoff_t i = 0; i < n; i++) {
    unsigned char a = (unsigned char)r->text[from + i], b = (unsigned char)r->text[at + i];
    if (r->p->flags & REG_ICASE ? tolower(a) != tolower(b) : a != b) return -1;
  }
  return n;
}

/* Notes a match if it is longer than the best. */
static void found(struct run *r) {
  if (r->best[0] < 0 || r->slots[1] > r->best[1])
    memcpy(r->best, r->slots, (size_t)r->p->slots * sizeof *r->best);
}

/* Whether a pair of instruction and position is new. */
static int enter(struct run *r, int pc, regoff_t at) {
  if (r->p->has_back) return 1;
  size_t bit = (size_t)pc * (r->length + 1) + (size_t)at;
  if (r->visited[bit / 8] >> bit % 8 & 1) return 0;
  r->visited[bit / 8] |= (unsigned char)(1 << bit % 8);
  return 1;
}

/* Follows one way to its end; 0 if there is no memory. */
static int follow(struct run *r, int pc, regoff_t at) {
  for (;;) {
    const struct instruction *i = &r->p->code[pc];
    unsigned char c = at < (regoff_t)r->length ? (unsigned char)r->text[at] : 0;
    regoff_t n;
    if ((i->op == OP_SPLIT || i->op == OP_MATCH) && !enter(r, pc, at)) return 1;
    switch (i->op) {
      case OP_CHAR:
        if (!c || c != i->x) return 1;
        at++;
        break;
      case OP_ANY:
        if (!c || (c == '\n' && r->p->flags & REG_NEWLINE)) return 1;
        at++;
        break;
      case OP_SET:
        if (!(r->p->sets[i->x].bits[c / 32] >> c % 32 & 1)) return 1;
        at++;
        break;
      case OP_SPLIT:
        if (!push(r, i->y, at)) return 0;
        pc = i->x;
        continue;
      case OP_JUMP: pc = i->x; continue;
      case OP_SAVE:
        if (!push(r, -1 - i->x, r->slots[i->x])) return 0;
        r->slots[i->x] = at;
        break;
      case OP_BACK:
        if ((n = again(r, i->x, at)) < 0) return 1;
        at += n;
        break;
      case OP_LINE_START:
        if (!at_line_start(r, at)) return 1;
        break;
      case OP_LINE_END:
        if (!at_line_end(r, at)) return 1;
        break;
      case OP_EDGE:
        if (!at_edge(r, i->x, at)) return 1;
        break;
      case OP_PROGRESS:
        if (r->slots[i->x] == at) return 1;
        break;
      case OP_MATCH: found(r); return 1;
    }
    pc++;
  }
}

static int match_at(struct run *r, regoff_t start) {
  r->height = 0;
  if (!follow(r, 0, start)) return 0;
  while (r->height) {
    struct task t = r->stack[--r->height];
    if (t.pc < 0) {
      r->slots[-1 - t.pc] = t.at;
    } else if (!follow(r, t.pc, t.at)) {
      return 0;
    }
  }
  return 1;
}

static int search(struct run *r) {
  size_t slots = (size_t)r->p->slots;
  for (regoff_t start = 0; start <= (regoff_t)r->length; start++) {
    for (size_t i = 0; i < slots; i++) r->slots[i] = r->best[i] = -1;
    if (!match_at(r, start)) return REG_ESPACE;
    if (r->best[0] >= 0) return 0;
  }
  return REG_NOMATCH;
}

int regexec(const regex_t *restrict expression, const char *restrict text, size_t count,
            regmatch_t *restrict matches, int flags) {
  struct run r = {.p = expression->__program, .text = text, .length = strlen(text), .flags = flags};
  size_t slots = (size_t)r.p->slots;
  r.slots = malloc(2 * slots * sizeof *r.slots);
  r.best = r.slots + slots;
  /* A way that failed from an earlier start fails from a later one too: the marks stay. */
  if (!r.p->has_back) r.visited = calloc((size_t)r.p->length * (r.length + 1) / 8 + 1, 1);
  int result = r.slots && (r.visited || r.p->has_back) ? search(&r) : REG_ESPACE;
  if (result == 0 && !(r.p->flags & REG_NOSUB)) {
    for (size_t i = 0; i < count; i++) {
      int has = (int)i < r.p->groups && r.best[2 * i + 1] >= 0;
      matches[i].rm_so = has ? r.best[2 * i] : -1;
      matches[i].rm_eo = has ? r.best[2 * i + 1] : -1;
    }
  }
  free(r.slots);
  free(r.visited);
  free(r.stack);
  return result;
}
