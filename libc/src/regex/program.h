/* A compiled expression: instructions of a small machine (Thompson 1968; Cox, "Regular expression
 * matching: the virtual machine approach", 2009). */
#ifndef FERRY_REGEX_PROGRAM_H
#define FERRY_REGEX_PROGRAM_H

#include <regex.h>
#include <stdint.h>

enum op {
  OP_CHAR,      /* x: the character */
  OP_ANY,       /* any but the end; not a newline if those end lines */
  OP_SET,       /* x: index of the set */
  OP_SPLIT,     /* goes on at x, and if that fails at y */
  OP_JUMP,      /* goes on at x */
  OP_SAVE,      /* notes the position in slot x */
  OP_BACK,      /* what group x matched, again */
  OP_LINE_START,
  OP_LINE_END,
  OP_EDGE,      /* x: 0 \b, 1 \B, 2 \<, 3 \> */
  OP_PROGRESS,  /* fails if nothing was matched since slot x: ends loops over nothing */
  OP_MATCH
};

struct instruction {
  enum op op;
  int x, y;
};

struct set {
  uint32_t bits[8];
};

struct program {
  struct instruction *code;
  int length, room;
  struct set *sets;
  int set_count;
  int groups;     /* with the whole match as group 0 */
  int slots;      /* two a group, then one a loop */
  int flags;
  int has_back;
};

#endif
